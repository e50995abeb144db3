"""Writes metrics.json: scikit-learn's metrics of random predictions, to compare ednet's with.

Run in an environment with scikit-learn (made with 1.9.1):
    python make_metrics_fixture.py > metrics.json
"""

import json
import sys
import warnings

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")


def numbers(truth, probabilities):
    """The metrics of one list of true classes and one row of probabilities for each."""
    n = probabilities.shape[1]
    every = list(range(n))
    predicted = probabilities.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=every, zero_division=0)
    # top_k_accuracy_score of two classes wants the scores of the positive one alone; there k = 2 is all.
    top2 = 1.0 if n == 2 else metrics.top_k_accuracy_score(truth, probabilities, k=2, labels=every)
    return {
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, predicted),
        "top2": top2,
        "macroF1": metrics.f1_score(truth, predicted, average="macro", zero_division=0),
        "mcc": metrics.matthews_corrcoef(truth, predicted),
        "confusion": metrics.confusion_matrix(truth, predicted, labels=every).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
    }


def case(name, seed, n, patterns, skill, absent=(), unpredicted=(), only=None, specimen_size=4):
    """Random predictions: `skill` is added to the logit of the true class."""
    random = np.random.default_rng(seed)
    allowed = [k for k in range(n) if k not in absent]
    specimens = max(1, patterns // specimen_size)
    class_of = random.choice(allowed, specimens)
    owner = random.integers(0, specimens, patterns)
    truth = class_of[owner]
    logits = random.normal(size=(patterns, n))
    logits[np.arange(patterns), truth] += skill
    for k in unpredicted:
        logits[:, k] -= 20
    if only is not None:
        logits[:, only] += 20
    probabilities = np.exp(logits)
    probabilities = (probabilities / probabilities.sum(axis=1, keepdims=True)).astype(np.float32)

    present = sorted(set(owner.tolist()))
    fused = []
    for s in present:
        evidence = np.log(probabilities[owner == s].astype(np.float64)).sum(axis=0)
        evidence = np.exp(evidence - evidence.max())
        fused.append(evidence / evidence.sum())
    return {
        "name": name,
        "classCount": n,
        "truth": truth.tolist(),
        "specimen": owner.tolist(),
        "probabilities": [[float(str(p)) for p in row] for row in probabilities],
        "patterns": numbers(truth, probabilities),
        "specimens": numbers(class_of[present], np.array(fused)),
    }


json.dump([
    case("nine classes", 1, 9, 120, 1.5),
    case("two classes", 2, 2, 40, 0.5),
    case("absent classes", 3, 7, 60, 1.0, absent=(2, 6)),
    case("absent and never predicted", 4, 6, 50, 1.0, absent=(0,), unpredicted=(0, 3)),
    case("all taken for one class", 5, 5, 30, 1.0, only=3),
    case("one true class", 6, 4, 20, 0.3, absent=(0, 1, 2)),
    case("worse than chance", 7, 4, 60, -2.0),
    case("perfect", 8, 5, 40, 30.0),
    case("twenty classes, few patterns", 9, 20, 24, 1.0, specimen_size=1),
], sys.stdout)
print()
