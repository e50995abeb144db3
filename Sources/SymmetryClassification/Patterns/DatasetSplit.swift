import Files
import RandomNumbers

/// The division of patterns into training, validation and test sets.
///
/// Patterns of one specimen stay in one part, since patterns of one crystal in two parts are a leak; so do images with
/// the same bytes. Each class is split separately, in about the same proportion. The split depends only on the names,
/// the fractions and the seed. Top folders `train`, `val` and `test` override it.
public struct DatasetSplit: Sendable, Hashable {
  /// The units that stay in one part.
  public enum Basis: String, Sendable, Hashable {
    /// Top folders determine the split.
    case folders
    /// Specimens.
    case specimen
    /// Single images, since there are no specimen folders.
    case image
    /// Specimens, and images that have none.
    case specimenOrImage
  }

  /// The patterns for training, as indices into the entries, ascending.
  public let training: [Int]
  /// The patterns for validation.
  public let validation: [Int]
  /// The patterns for test.
  public let test: [Int]
  /// The units that were kept in one part.
  public let basis: Basis
  /// Caveats of results from this split, one sentence each.
  public let notes: [String]

  /// Splits the entries of a scan.
  ///
  /// - Parameters:
  ///   - scan: the scanned patterns.
  ///   - validation: the fraction of each class's specimens for validation, if no folder fixes them.
  ///   - test: the fraction for test.
  ///   - seed: the seed of the draw.
  /// - Throws: `PatternError.invalidFractions`.
  public init(
    _ scan: PatternScan<some Sendable>,
    validation: Double = 0.2,
    test: Double = 0,
    seed: Int = 0
  ) throws(PatternError) {
    try self.init(scan.entries, duplicates: scan.duplicates, validation: validation, test: test, seed: seed)
  }

  /// Splits entries; those in one group of `duplicates` (as indices) have the same bytes.
  ///
  /// The specimens (or images) of each class are shuffled. At least one goes to each part whose fraction is not 0, as
  /// long as one is left for training. A class with only one stays in training.
  ///
  /// - Parameters:
  ///   - entries: the patterns.
  ///   - duplicates: groups of entries with the same bytes.
  ///   - validation: the fraction of each class's specimens for validation, if no folder fixes them.
  ///   - test: the fraction for test.
  ///   - seed: the seed of the draw.
  /// - Throws: `PatternError.invalidFractions`.
  public init(
    _ entries: [PatternEntry],
    duplicates: [[Int]] = [],
    validation: Double = 0.2,
    test: Double = 0,
    seed: Int = 0
  ) throws(PatternError) {
    try Self.checkFractions(validation: validation, test: test)
    var parts = entries.map { $0.part ?? .training }
    let fixed = Set(entries.compactMap(\.part))
    let fractions = (validation: fixed.contains(.validation) ? 0 : validation, test: fixed.contains(.test) ? 0 : test)
    var notes: [String] = []
    let pool = entries.indices.filter { parts[$0] == .training }
    if fractions.validation + fractions.test > 0 {
      let units = DatasetUnits(pool, of: entries, duplicates: duplicates)
      notes += units.notes
      notes += Self.draw(units, fractions, seed: seed, into: &parts)
      basis = units.basis
    } else if fixed.isEmpty {
      basis = DatasetUnits(pool, of: entries, duplicates: []).basis
    } else {
      basis = .folders
    }
    notes += Self.leaks(entries, parts, duplicates: duplicates)
    training = entries.indices.filter { parts[$0] == .training }
    self.validation = entries.indices.filter { parts[$0] == .validation }
    self.test = entries.indices.filter { parts[$0] == .test }
    self.notes = notes
  }

  /// Checks fractions of the specimens.
  ///
  /// - Throws: `PatternError.invalidFractions` if they are negative or leave nothing to train on.
  package static func checkFractions(validation: Double, test: Double) throws(PatternError) {
    guard validation >= 0, test >= 0, validation + test < 1 else {
      throw .invalidFractions(validation: validation, test: test)
    }
  }

  private static func draw(
    _ units: DatasetUnits,
    _ fractions: (validation: Double, test: Double),
    seed: Int,
    into parts: inout [DatasetPart]
  ) -> [String] {
    var whole: [String] = []
    for stratum in units.strata {
      // Keyed by the name, so that adding or removing a class does not change the split of the others.
      var generator = KeyedGenerator(
        seed,
        Int(truncatingIfNeeded: FNV1a.of(stratum.className.utf8)),
        stratum.isSpecimens ? 1 : 0
      )
      var members = stratum.units
      generator.shuffle(&members)
      let counts = Self.counts(of: members.count, fractions)
      if counts.validation + counts.test == 0 { whole.append(stratum.className) }
      for unit in members.prefix(counts.validation) { for index in unit { parts[index] = .validation } }
      for unit in members.dropFirst(counts.validation).prefix(counts.test) {
        for index in unit { parts[index] = .test }
      }
    }
    // A class may have images with and without specimen folders, and either may have been split.
    let divided = Set(
      units.strata.filter { stratum in stratum.units.contains { unit in unit.contains { parts[$0] != .training } } }
        .map(\.className)
    )
    let undivided = whole.filter { !divided.contains($0) }
    guard !undivided.isEmpty else { return [] }
    return [
      "each of the classes \(undivided.joined(separator: ", ")) has one specimen only, which stays in "
        + "training: the accuracy on unseen specimens of these classes is not measured"
    ]
  }

  /// The numbers of validation and test units out of `total`.
  static func counts(of total: Int, _ fractions: (validation: Double, test: Double)) -> (validation: Int, test: Int) {
    func share(_ fraction: Double) -> Int { fraction > 0 ? max(1, Int((fraction * Double(total)).rounded())) : 0 }
    var (validation, test) = (share(fractions.validation), share(fractions.test))
    while validation + test > max(0, total - 1) { if test >= validation { test -= 1 } else { validation -= 1 } }
    return (validation, test)
  }

  /// Sentences on units in two parts, possible if the split is by hand or duplicates in two classes are allowed.
  private static func leaks(_ entries: [PatternEntry], _ parts: [DatasetPart], duplicates: [[Int]]) -> [String] {
    var notes: [String] = []
    var sides: [[String]: Set<DatasetPart>] = [:]
    for (index, entry) in entries.enumerated() {
      guard let specimen = entry.specimen else { continue }
      sides[[entry.className, specimen], default: []].insert(parts[index])
    }
    let torn = sides.filter { $0.value.count > 1 }.keys.map { $0.joined(separator: "/") }.sorted()
    if let example = torn.first {
      notes.append(
        "\(torn.count) specimens are in two parts of the split, such as \(example): the numbers are for "
          + "known specimens, and better than for unknown ones"
      )
    }
    let pairs = DuplicatePair.pairs(duplicates, of: entries) { parts[$0] }
    if let example = pairs.first {
      notes.append("\(pairs.count) images are in two parts of the split, such as \(example)")
    }
    return notes
  }
}
