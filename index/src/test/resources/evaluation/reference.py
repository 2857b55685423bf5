"""Makes reference.csv: cosines and the figures that scikit-learn gives for them. Run: python3 reference.py > reference.csv

The cosines are rounded, so that many are equal. The EER is where scikit-learn's ROC, straight between its points, crosses
FAR = 1 - TAR; TAR@FAR is the highest TAR of a point whose FAR is not above the rate.
"""
import random

import numpy
import sklearn
from sklearn.metrics import roc_auc_score, roc_curve

random.seed(7)
cosines = [(1, round(random.gauss(0.55, 0.15), 2)) for _ in range(900)]
cosines += [(0, round(random.gauss(0.15, 0.12), 2)) for _ in range(2100)]
mated = numpy.array([m for m, _ in cosines])
values = numpy.array([c for _, c in cosines])
far, tar, _ = roc_curve(mated, values, drop_intermediate=False)

gap = 1 - tar - far
after = int(numpy.argmax(gap <= 0))
part = gap[after - 1] / (gap[after - 1] - gap[after])
eer = far[after - 1] + part * (far[after] - far[after - 1])

print(f"# scikit-learn {sklearn.__version__}")
print(f"auc,{roc_auc_score(mated, values):.15f}")
print(f"eer,{eer:.15f}")
for rate in (0.1, 0.01, 0.005):
    print(f"tar@{rate},{tar[far <= rate + 1e-12].max():.15f}")
for m, c in cosines:
    print(f"{'mated' if m else 'non-mated'},{c}")
