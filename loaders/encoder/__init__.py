"""The small encoder beside the rules: features, the ONNX model, and what it proposes for an article."""
