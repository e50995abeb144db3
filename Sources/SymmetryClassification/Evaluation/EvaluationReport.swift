import Foundation

/// The numbers of an evaluation in the form in which they are written as JSON.
///
/// One object; the keys are the names of the properties. A number that does not exist is null.
struct EvaluationReport: Encodable, Sendable {
  /// Precision, recall, F1 and support of one class.
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

  /// One specimen and what its patterns say together.
  struct SpecimenRow: Encodable, Sendable {
    let specimen: String
    let `class`: String
    let prediction: String
    let probability: Float
    let patterns: Int
  }

  /// Answers of like probability.
  struct BinRow: Encodable, Sendable {
    let count: Double
    let confidence: Double
    let accuracy: Double
  }

  /// Whether probabilities are right.
  struct Calibration: Encodable, Sendable {
    let expectedError: Double
    let noiseFloor: Double
    let bins: [BinRow]
  }

  /// What is accepted where the others are "unknown".
  struct AcceptanceRow: Encodable, Sendable {
    let threshold: Double
    let count: Int
    let accepted: Int
    let coverage: Double
    let wrong: Int
    let error: Double
    let bound: Double

    init(_ acceptance: SelectivePrediction) {
      threshold = acceptance.threshold
      count = acceptance.count
      accepted = acceptance.accepted
      coverage = acceptance.coverage
      wrong = acceptance.wrong
      error = acceptance.error
      bound = acceptance.bound
    }
  }

  /// How many errors are of which kind; of classes that are Bravais lattices.
  struct ErrorRow: Encodable, Sendable {
    let latticeSystem: Int
    let centring: Int
    let alike: Int

    init(_ errors: LatticeErrors) {
      latticeSystem = errors.system
      centring = errors.centring
      alike = errors.alike
    }
  }

  /// The accuracy of the surest patterns.
  struct CoverageRow: Encodable, Sendable {
    let coverage: Double
    let accuracy: Double
    let interval: NullEncoded<[Double]>
  }

  /// The numbers over specimens, all patterns of each fused.
  struct PerSpecimen: Encodable, Sendable {
    let accuracy: NullEncoded<Double>
    let balancedAccuracy: NullEncoded<Double>
    let top2: NullEncoded<Double>
    let macroF1: NullEncoded<Double>
    let mcc: NullEncoded<Double>
    let count: Int
    let errors: NullEncoded<ErrorRow>
    let acceptance: NullEncoded<AcceptanceRow>
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
  let coverage: [CoverageRow]
  let accuracyAtHalfCoverage: Double
  let riskArea: Double
  let errors: NullEncoded<ErrorRow>
  let acceptance: NullEncoded<AcceptanceRow>
  let noPattern: NullEncoded<Int>
  let intervals: [String: NullEncoded<[Double]>]
  let confidence: Double
  let resamples: Int
  let resampled: String
  let seed: Int
  let notes: [String]

  /// Takes the numbers out of an evaluation.
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
      acceptance: NullEncoded(evaluation.specimenAcceptance.map { AcceptanceRow($0) }),
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
      bins: curves.bins.map {
        BinRow(count: $0.count, confidence: $0.confidence, accuracy: $0.accuracy)
      }
    )
    let widths = evaluation.bootstrap.coverageIntervals
    coverage = curves.accuracyAtCoverage.indices.map { place in
      CoverageRow(
        coverage: ConfidenceCurves.coverages[place],
        accuracy: curves.accuracyAtCoverage[place],
        interval: NullEncoded(widths.isEmpty ? nil : [widths[place].low, widths[place].high])
      )
    }
    accuracyAtHalfCoverage = curves.accuracyAtHalfCoverage
    riskArea = curves.riskArea
    errors = NullEncoded(evaluation.errors.map { ErrorRow($0) })
    noPattern = NullEncoded(evaluation.nonPatternCount)
    acceptance = NullEncoded(evaluation.patternAcceptance.map { AcceptanceRow($0) })
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

/// An optional value whose absence is written as null, where Swift would leave the key out.
struct NullEncoded<Value: Encodable & Sendable>: Encodable, Sendable {
  private let value: Value?

  init(_ value: Value?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value {
      try container.encode(value)
    } else {
      try container.encodeNil()
    }
  }
}

extension Evaluation {
  /// Returns the evaluation as one JSON object, with the keys in alphabetical order.
  ///
  /// Among them `accuracy`, `balancedAccuracy`, `top2`, `macroF1`, `mcc`, `count`, `classes`,
  /// `confusion` (rows true, columns predicted), `perClass`, `perSpecimen`, `calibration` (expected
  /// error and the bins of the reliability diagram), `coverage` (accuracy of the surest patterns),
  /// `accuracyAtHalfCoverage`, `riskArea`, `errors` (by kind, of Bravais lattices), `acceptance` (where answers may
  /// be "unknown") and `intervals` (metric to low and high).
  ///
  /// - Parameter pretty: whether to indent it over many lines; else it is one line.
  /// - Returns: the object, without a line end after it.
  /// - Throws: what `JSONEncoder` throws, which for finite numbers is nothing.
  public func json(pretty: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      : [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(EvaluationReport(self)), as: UTF8.self)
  }
}
