package io.kith.server.report;

import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.Folds;
import io.kith.index.evaluation.Histogram;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.OperatingPoint;
import io.kith.index.evaluation.Spread;
import io.kith.index.evaluation.VerificationFigures;
import io.micronaut.serde.annotation.SerdeImport;

/** The records of the index, which knows no JSON, that the JSON document holds as they are. */
@SerdeImport(FewShotFigures.class)
@SerdeImport(Folds.class)
@SerdeImport(Histogram.class)
@SerdeImport(IdentificationFigures.AtFpir.class)
@SerdeImport(IdentificationFigures.AtSize.class)
@SerdeImport(IdentificationFigures.class)
@SerdeImport(Interval.class)
@SerdeImport(OperatingPoint.class)
@SerdeImport(Spread.class)
@SerdeImport(VerificationFigures.AtFar.class)
@SerdeImport(VerificationFigures.class)
interface MeasuredFigures {}
