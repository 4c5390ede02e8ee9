"""Makes the word vectors of this folder from sentence-transformers/all-MiniLM-L6-v2.

    python distill.py model_quantized.onnx vocab.txt OUTPUT_FOLDER      (needs numpy and onnxruntime)

Every word piece goes through the model alone, its states are averaged and centred, cut to 256 dimensions by SVD, weighted
by the logarithm of its rank (rare pieces say more; the vocabulary is ordered by frequency), and kept as int8 per row.
"""

import sys
from pathlib import Path

import numpy
import onnxruntime

DIMENSION = 256
BATCH = 1024
CLS, SEP = 101, 102


def main(model: str, vocabulary: str, output: str) -> None:
    pieces = Path(vocabulary).read_text(encoding="utf-8").splitlines()
    vectors = reduce(embed(onnxruntime.InferenceSession(model), len(pieces)))
    largest = numpy.abs(vectors).max(axis=1)
    folder = Path(output)
    (largest / 127).astype("<f4").tofile(folder / "scales.f32")
    numpy.round(vectors / largest[:, None] * 127).astype(numpy.int8).tofile(folder / "vectors.i8")
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


def embed(session: onnxruntime.InferenceSession, count: int) -> numpy.ndarray:
    ids = numpy.array([[CLS, piece, SEP] for piece in range(count)], dtype=numpy.int64)
    wanted = {entry.name for entry in session.get_inputs()}
    batches = []
    for start in range(0, count, BATCH):
        part = ids[start : start + BATCH]
        feed = {
            "input_ids": part,
            "attention_mask": numpy.ones_like(part),
            "token_type_ids": numpy.zeros_like(part),
        }
        states = session.run(None, {name: feed[name] for name in wanted})[0]
        batches.append(states.mean(axis=1))
    return numpy.concatenate(batches).astype(numpy.float32)


def reduce(states: numpy.ndarray) -> numpy.ndarray:
    centred = states - states.mean(axis=0)
    _, _, directions = numpy.linalg.svd(centred, full_matrices=False)
    weights = numpy.log(2 + numpy.arange(len(centred)))[:, None]
    return centred @ directions[:DIMENSION].T * weights


if __name__ == "__main__":
    main(*sys.argv[1:4])
