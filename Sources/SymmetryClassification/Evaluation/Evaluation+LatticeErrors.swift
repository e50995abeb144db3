extension Evaluation {
  /// How many wrong answers for patterns are wrong in which way; nil where the classes are no Bravais lattices.
  public var errors: LatticeErrors? {
    BravaisInterpretation(classes: classes)?.errors(metrics.confusion)
  }

  /// The same for fused answers; nil where no specimen is named too.
  public var specimenErrors: LatticeErrors? {
    guard let specimenMetrics else { return nil }
    return BravaisInterpretation(classes: classes)?.errors(specimenMetrics.confusion)
  }

  /// The kinds of errors as a table; empty where the classes are no Bravais lattices.
  var kindLines: [String] {
    guard let errors else { return [] }
    let specimens = specimenErrors
    var table = TextTable([.left, .right, .right])
    func row(_ name: String, _ path: KeyPath<LatticeErrors, Int>) {
      table.append([
        name, "\(errors[keyPath: path])", specimens.map { "\($0[keyPath: path])" } ?? "",
      ])
    }
    table.append(["", "patterns", specimens == nil ? "" : "specimens"])
    row("another lattice system", \.system)
    row("right system, another centring", \.centring)
    row("of these two, lattices that may look alike", \.alike)
    return ["Errors by kind"] + table.lines
  }

  /// What is accepted, as a table; empty where every answer is.
  var acceptanceLines: [String] {
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.append(["", "threshold", "accepted", "of", "error", "below (95 %)"])
    func row(_ name: String, _ acceptance: SelectivePrediction?) {
      guard let acceptance else { return }
      table.append([
        name, decimal(acceptance.threshold), "\(acceptance.accepted)", "\(acceptance.count)",
        acceptance.accepted > 0 ? decimal(acceptance.error) : "–",
        acceptance.accepted > 0 ? decimal(acceptance.bound) : "–",
      ])
    }
    guard patternAcceptance != nil || specimenAcceptance != nil else { return [] }
    row("patterns", patternAcceptance)
    row("specimens", specimenAcceptance)
    return ["Accepted answers; the others are unknown"] + table.lines
  }
}
