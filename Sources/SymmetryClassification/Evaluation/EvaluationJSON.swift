import Foundation

/// The JSON object of an evaluation, whose keys are the names of the properties; missing numbers are null.
struct EvaluationJSON: Encodable, Sendable {
  /// The metrics of a class.
  struct ClassRow: Encodable, Sendable {
    let `class`: String
    let precision: Double
    let recall: Double
    let f1: Double
    let support: Int

    init(_ metrics: ClassMetrics) {
      `class` = metrics.name
      precision = metrics.precision
      recall = metrics.recall
      f1 = metrics.f1
      support = metrics.support
    }
  }

  /// The prediction for a specimen, all of its patterns fused.
  struct SpecimenRow: Encodable, Sendable {
    let specimen: String
    let `class`: String
    let prediction: String
    let probability: Float
    let patterns: Int
  }

  /// A bin of the reliability diagram.
  struct BinRow: Encodable, Sendable {
    let count: Double
    let confidence: Double
    let accuracy: Double
  }

  /// The reliability of the probabilities.
  struct Calibration: Encodable, Sendable {
    let expectedError: Double
    let noiseFloor: Double
    let bins: [BinRow]
  }

  /// The answers that a threshold accepts.
  struct SelectiveRow: Encodable, Sendable {
    let threshold: Double
    let count: Int
    let accepted: Int
    let coverage: Double
    let wrong: Int
    let error: Double
    let bound: Double

    init(_ selection: SelectivePrediction) {
      threshold = selection.threshold
      count = selection.count
      accepted = selection.accepted
      coverage = selection.coverage
      wrong = selection.wrong
      error = selection.error
      bound = selection.bound
    }
  }

  /// The numbers of errors by kind, for classes that are Bravais lattices.
  struct ErrorRow: Encodable, Sendable {
    let latticeSystem: Int
    let centring: Int
    let ambiguous: Int

    init(_ errors: LatticeErrors) {
      latticeSystem = errors.latticeSystem
      centring = errors.centring
      ambiguous = errors.ambiguous
    }
  }

  /// A point of the risk–coverage curve.
  struct CoverageRow: Encodable, Sendable {
    let coverage: Double
    let accuracy: Double
    let interval: NullEncoded<[Double]>
  }

  /// The metrics of specimens, all patterns of each fused.
  struct PerSpecimen: Encodable, Sendable {
    let accuracy: NullEncoded<Double>
    let balancedAccuracy: NullEncoded<Double>
    let top2: NullEncoded<Double>
    let macroF1: NullEncoded<Double>
    let mcc: NullEncoded<Double>
    let count: Int
    let errors: NullEncoded<ErrorRow>
    let selectivePrediction: NullEncoded<SelectiveRow>
    let confusion: [[Int]]
    let perClass: [ClassRow]
    let specimens: [SpecimenRow]
  }

  let accuracy: Double
  let balancedAccuracy: Double
  let top2: Double
  let macroF1: Double
  let mcc: Double
  let count: Int
  let classes: [String]
  let confusion: [[Int]]
  let perClass: [ClassRow]
  let perSpecimen: PerSpecimen
  let calibration: Calibration
  let accuracyAtCoverage: [CoverageRow]
  let accuracyAtHalfCoverage: Double
  let areaUnderRiskCoverage: Double
  let errors: NullEncoded<ErrorRow>
  let selectivePrediction: NullEncoded<SelectiveRow>
  let notAPattern: NullEncoded<Int>
  let intervals: [String: NullEncoded<[Double]>]
  let confidence: Double
  let resamples: Int
  let resampled: String
  let seed: Int
  let notes: [String]

  /// Copies the numbers of an evaluation.
  init(_ evaluation: Evaluation) {
    let metrics = evaluation.metrics
    accuracy = metrics.scores.accuracy
    balancedAccuracy = metrics.scores.balancedAccuracy
    top2 = metrics.scores.top2
    macroF1 = metrics.scores.macroF1
    mcc = metrics.scores.mcc
    count = metrics.count
    classes = evaluation.classes
    confusion = metrics.confusion.rows
    perClass = metrics.perClass.map { ClassRow($0) }
    let specimens = evaluation.specimenMetrics
    perSpecimen = PerSpecimen(
      accuracy: NullEncoded(specimens?.scores.accuracy),
      balancedAccuracy: NullEncoded(specimens?.scores.balancedAccuracy),
      top2: NullEncoded(specimens?.scores.top2),
      macroF1: NullEncoded(specimens?.scores.macroF1),
      mcc: NullEncoded(specimens?.scores.mcc),
      count: specimens?.count ?? 0,
      errors: NullEncoded(evaluation.specimenErrors.map { ErrorRow($0) }),
      selectivePrediction: NullEncoded(evaluation.selectiveSpecimens.map { SelectiveRow($0) }),
      confusion: specimens?.confusion.rows ?? [],
      perClass: specimens?.perClass.map { ClassRow($0) } ?? [],
      specimens: evaluation.specimens.map { specimen in
        SpecimenRow(
          specimen: specimen.name,
          class: evaluation.classes[specimen.trueClass],
          prediction: evaluation.classes[specimen.predictedClass],
          probability: specimen.probabilities[specimen.predictedClass],
          patterns: specimen.patterns.count
        )
      }
    )
    let curves = evaluation.curves
    calibration = Calibration(
      expectedError: curves.calibrationError,
      noiseFloor: curves.noiseFloor,
      bins: curves.bins.map { BinRow(count: $0.count, confidence: $0.confidence, accuracy: $0.accuracy) }
    )
    let bounds = evaluation.bootstrap.coverageIntervals
    accuracyAtCoverage = curves.accuracyAtCoverage.indices.map { index in
      CoverageRow(
        coverage: ConfidenceCurves.coverages[index],
        accuracy: curves.accuracyAtCoverage[index],
        interval: NullEncoded(bounds.isEmpty ? nil : [bounds[index].low, bounds[index].high])
      )
    }
    accuracyAtHalfCoverage = curves.accuracyAtHalfCoverage
    areaUnderRiskCoverage = curves.areaUnderRiskCoverage
    errors = NullEncoded(evaluation.errors.map { ErrorRow($0) })
    notAPattern = NullEncoded(evaluation.nonPatternCount)
    selectivePrediction = NullEncoded(evaluation.selectivePatterns.map { SelectiveRow($0) })
    intervals = Dictionary(
      uniqueKeysWithValues: EvaluationMetric.allCases.map { metric in
        let interval = evaluation.bootstrap.intervals[metric]
        return (metric.rawValue, NullEncoded(interval.map { [$0.low, $0.high] }))
      }
    )
    confidence = Bootstrap.confidence
    resamples = evaluation.bootstrap.resamples
    resampled = evaluation.bootstrap.unit.rawValue
    seed = evaluation.bootstrap.seed
    notes = evaluation.notes
  }
}

/// An optional value that is encoded as null if it is absent, whereas Swift would omit the key.
struct NullEncoded<Value: Encodable & Sendable>: Encodable, Sendable {
  private let value: Value?

  init(_ value: Value?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

extension Evaluation {
  /// Returns the evaluation as one JSON object, with the keys in alphabetical order.
  ///
  /// Among them are `accuracy`, `balancedAccuracy`, `top2`, `macroF1`, `mcc`, `count`, `classes`, `confusion` (rows
  /// true, columns predicted), `perClass`, `perSpecimen`, `calibration` (expected error and the bins of the reliability
  /// diagram), `accuracyAtCoverage`, `accuracyAtHalfCoverage`, `areaUnderRiskCoverage`, `errors` (by kind, for Bravais
  /// lattices), `selectivePrediction` (if a threshold was given), `notAPattern` (the number of images that are not
  /// taken for patterns) and `intervals` (low and high of each metric).
  ///
  /// - Parameter pretty: true for an indented object, false for one line.
  /// - Returns: the object, without a line end.
  /// - Throws: the errors of `JSONEncoder`, which encodes all finite numbers.
  public func json(pretty: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(EvaluationJSON(self)), as: UTF8.self)
  }
}
