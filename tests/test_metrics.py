"""What Prometheus is told: requests by route and status, and nothing that a client can blow up or read others by."""

from pathlib import Path

import httpx

from service.settings import load_settings
from tests.commands import serving, small_store


def test_requests_are_counted_by_route_and_status(tmp_path: Path) -> None:
    with serving(load_settings(store=small_store(tmp_path))) as address, httpx.Client(base_url=address) as client:
        client.post("/graphql", json={"query": "{ stats { articles } }"})
        client.post("/graphql", json={"query": "{ stats { articles } }"})
        client.post("/graphql", content=b"{")
        client.get("/export/xlsx")
        for number in range(20):
            client.get(f"/made-up-{number}")
        told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    lines = set(told.text.splitlines())
    assert 'liaison_requests_total{method="POST",route="graphql",status="200"} 2.0' in lines
    assert 'liaison_requests_total{method="POST",route="graphql",status="415"} 1.0' in lines
    assert 'liaison_requests_total{method="GET",route="export",status="404"} 1.0' in lines
    assert 'liaison_requests_total{method="GET",route="page",status="404"} 20.0' in lines
    assert 'liaison_request_seconds_count{route="graphql"} 3.0' in lines
    assert "made-up" not in told.text
