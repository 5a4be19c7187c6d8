"""From trained weights to what ships: an int8 ONNX encoder, the heads as numpy arrays, and the tokenizer."""

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from loaders.training.network import Network


def export(network: Network, tokenizer: Path, folder: Path, *, name: str) -> None:
    """Writes `encoder.onnx`, `heads.npz`, `tokenizer.json` and `model.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    example = (torch.ones(1, 16, dtype=torch.long), torch.ones(1, 16, dtype=torch.long), torch.ones(1, 16))
    names, outputs = ["ids", "shapes", "mask"], ["states", "tags", "ecb_tags"]
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            network.encoder, example, str(full), input_names=names, output_names=outputs, opset_version=17,
            dynamo=False, dynamic_axes={name: {0: "batch", 1: "length"} for name in (*names, *outputs)},
        )  # fmt: skip
        # Seven bits a weight: without VNNI instructions eight overflow, and the answers would differ by machine.
        quantize_dynamic(
            full, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    kept = {key: value.numpy().astype(np.float16) for key, value in network.heads.state_dict().items()}
    kept |= {f"ecb.{key}": value.numpy().astype(np.float16) for key, value in network.ecb_heads.state_dict().items()}
    np.savez_compressed(folder / "heads.npz", **kept)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "model.json").write_text(json.dumps({"name": name}) + "\n", "utf-8")
