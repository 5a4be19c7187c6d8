# The service in one image: docker compose up --build
FROM node:22-slim AS page
WORKDIR /liaison/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.12-slim AS packages
WORKDIR /liaison
RUN python -m venv /opt/liaison
COPY requirements.lock ./
RUN /opt/liaison/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph/ graph/
COPY schema/ schema/
COPY loaders/ loaders/
COPY service/ service/
COPY --from=page /liaison/service/static/ service/static/
# setuptools, the build backend, is among the locked packages.
RUN /opt/liaison/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home liaison && install -d -o liaison -g liaison /data
COPY --from=packages /opt/liaison /opt/liaison
ENV PATH=/opt/liaison/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LIAISON_STORE=sqlite:////data/liaison.db \
    LIAISON_HOST=0.0.0.0 \
    LIAISON_PORT=8000
USER liaison
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['LIAISON_PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["liaison"]
CMD ["serve"]
