"""Scores a CSV as a data scientist would: pandas reads it, numpy computes, pandas writes it.

score_with_pandas.py CSV MODEL OUT prints {"seconds", "versions"}. Imports are not measured.
"""
import json
import sys
import time

import numpy as np
import pandas as pd

path, model_path, out = sys.argv[1:4]
with open(model_path, encoding="utf-8") as file:
    model = json.load(file)
mean, scale, low, high = (np.array(model[name]) for name in ("mean", "scale", "low", "high"))
layers = [
    (
        np.array(layer["kernel"], dtype=np.float32).reshape(layer["inputs"], layer["units"]),
        np.array(layer["bias"], dtype=np.float32),
        layer["relu"],
    )
    for layer in model["layers"]
]

began = time.perf_counter()
frame = pd.read_csv(path)
features = frame[model["columns"]].to_numpy(dtype=np.float64)
hour = np.floor(frame["Time"].to_numpy() / 3600) % 24
features = np.column_stack([features, np.log1p(frame["Amount"].to_numpy()), hour, hour < 6])
x = np.clip((features - mean) / scale, low, high).astype(np.float32)
for kernel, bias, relu in layers:
    x = x @ kernel + bias
    if relu:
        x = np.maximum(x, 0)
frame["fraud_probability"] = 1 / (1 + np.exp(-x[:, 0].astype(np.float64)))
frame.to_csv(out, index=False)
seconds = time.perf_counter() - began

print(json.dumps({"seconds": seconds, "versions": f"pandas {pd.__version__}, numpy {np.__version__}, Python {sys.version.split()[0]}"}))
