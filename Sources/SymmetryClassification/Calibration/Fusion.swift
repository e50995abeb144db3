import Foundation
import RandomNumbers

/// The rule by which the patterns of one crystal give one answer.
///
/// By Bayes' rule independent patterns multiply what each says beyond the prior π:
/// p ∝ π Π (pᵢ / π). Patterns of one crystal are not independent: whatever makes a crystal look like one of
/// another class is in all of them. As many as n therefore count as n′ = n / (1 + (n − 1) ρ) independent ones,
/// the effective size of a sample of clusters (Kish, *Survey Sampling*, 1965), with the mean evidence of all:
/// ln p = ln π + (n′ / n) Σ (ln pᵢ − ln π), up to a constant. With ρ = 0 that is the plain product; with ρ = 1
/// any number of patterns counts as one. However many there are, they count as 1 / ρ at most.
public struct Fusion: Codable, Sendable, Hashable {
  /// ρ, the correlation of the evidence of two patterns of one crystal, 0 to 1.
  public let correlation: Double
  /// π, the probability of each class before anything is seen; nil for equal ones.
  public let prior: [Double]?

  /// What holds where nothing was fitted: ρ = 1, by which many patterns are no surer than one.
  ///
  /// The most probable class is that of the product all the same.
  public static let unfitted = Fusion(correlation: 1)

  /// Creates a rule.
  ///
  /// - Parameters:
  ///   - correlation: ρ, 0 to 1.
  ///   - prior: a positive number for each class; nil for equal ones.
  public init(correlation: Double, prior: [Double]? = nil) {
    precondition((0...1).contains(correlation), "a correlation of \(correlation)")
    precondition(prior?.allSatisfy { $0 > 0 && $0.isFinite } ?? true, "priors are above 0")
    self.correlation = correlation
    self.prior = prior
  }

  /// How many independent patterns `count` patterns of one crystal are worth.
  public func effectiveCount(_ count: Int) -> Double {
    Double(count) / (1 + Double(max(0, count - 1)) * correlation)
  }

  /// ln p of each class for the patterns of one crystal, at least one.
  ///
  /// A probability below 10⁻³⁸ counts as 10⁻³⁸, so that one underflow does not rule a class out for good.
  public func logProbabilities(_ patterns: [[Float]]) -> [Double] {
    var evidence = Evidence(classes: patterns[0].count)
    for pattern in patterns { evidence.add(pattern) }
    return logProbabilities(evidence)
  }

  /// ln p of each class for evidence that was gathered pattern by pattern.
  public func logProbabilities(_ evidence: Evidence) -> [Double] {
    // Classes that the model does not know, which an evaluation may add, come behind its own.
    let priors = evidence.logarithms.indices.map { index in
      prior.flatMap { index < $0.count ? log($0[index]) : nil } ?? 0
    }
    let share = effectiveCount(evidence.count) / Double(max(1, evidence.count))
    return zip(evidence.logarithms, priors)
      .map { $1 + share * ($0 - Double(evidence.count) * $1) }.logSoftmax
  }

  /// The probability of each class for evidence that was gathered pattern by pattern.
  public func probabilities(_ evidence: Evidence) -> [Float] {
    logProbabilities(evidence).map { Float(exp($0)) }
  }

  /// The sum of what patterns of one crystal say: little memory, however many there are.
  public struct Evidence: Sendable, Hashable {
    /// Σ ln p of each class.
    public private(set) var logarithms: [Double]
    /// The number of patterns.
    public private(set) var count = 0

    /// Creates the evidence of no pattern.
    public init(classes: Int) { logarithms = [Double](repeating: 0, count: classes) }

    /// Adds a pattern's probabilities, one a class.
    public mutating func add(_ probabilities: [Float]) {
      for k in logarithms.indices {
        logarithms[k] += log(Double(max(probabilities[k], .leastNormalMagnitude)))
      }
      count += 1
    }
  }
}

extension Fusion {
  /// The sizes of the groups that a fit draws, beside all patterns of a specimen.
  private static let groupSizes = [2, 5, 10, 20]
  /// How many groups of a size are drawn of a specimen.
  private static let draws = 8

  /// Finds ρ by which the labels of fused validation specimens are the most probable.
  ///
  /// Groups of 2, 5, 10 and 20 patterns, eight of each, and all patterns are drawn from each specimen that has
  /// as many; each specimen counts 1, and each size the same in it. Labels are spread by 1 / (n + 2) for n
  /// specimens, so that few specimens which are all right do not make ρ = 0.
  ///
  /// - Parameters:
  ///   - probabilities: calibrated ones of each validation pattern.
  ///   - labels: the class of each.
  ///   - specimens: the same number for patterns of one crystal.
  ///   - prior: the shares of the classes that the network learnt from; nil for equal ones.
  ///   - seed: what the draws depend on.
  /// - Returns: the rule; nil where no specimen has two patterns.
  public static func fit(
    probabilities: [[Float]],
    labels: [Int],
    specimens: [Int],
    prior: [Double]? = nil,
    seed: Int = 1
  ) -> Fusion? {
    var members: [Int: [Int]] = [:]
    for (index, specimen) in specimens.enumerated()
    where probabilities[index].allSatisfy(\.isFinite) {
      members[specimen, default: []].append(index)
    }
    let several = members.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map(\.value)
    guard !several.isEmpty else { return nil }
    var groups: [(evidence: Evidence, label: Int, weight: Double)] = []
    for (number, patterns) in several.enumerated() {
      var generator = KeyedGenerator(seed, number)
      var drawn = [[patterns]]
      for size in groupSizes where size < patterns.count {
        drawn.append(
          (0..<draws).map { _ in
            var order = patterns
            generator.shuffle(&order)
            return Array(order.prefix(size))
          }
        )
      }
      for sameSize in drawn {
        for group in sameSize {
          var evidence = Evidence(classes: probabilities[group[0]].count)
          for index in group { evidence.add(probabilities[index]) }
          groups.append((evidence, labels[group[0]], 1 / Double(drawn.count * sameSize.count)))
        }
      }
    }
    let smoothing = 1 / Double(several.count + 2)
    func loss(_ correlation: Double) -> Double {
      let rule = Fusion(correlation: correlation, prior: prior)
      return groups.reduce(0) { sum, group in
        sum + group.weight
          * smoothedLogLoss(
            rule.logProbabilities(group.evidence),
            label: group.label,
            smoothing: smoothing
          )
      }
    }
    // In log ρ: what matters is whether 1 / ρ is 2 or 20.
    let best = exp(GoldenSection.minimum(in: log(1e-4)...0) { loss(min(1, exp($0))) })
    let correlation = loss(0) < loss(min(1, best)) ? 0 : min(1, best)
    return Fusion(correlation: correlation, prior: prior)
  }

  private enum CodingKeys: String, CodingKey { case correlation, prior }

  /// Reads an object.
  ///
  /// - Throws: `DecodingError` for a correlation outside 0 to 1 or a prior that is not positive.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let correlation = try container.decode(Double.self, forKey: .correlation)
    guard (0...1).contains(correlation) else {
      throw DecodingError.dataCorruptedError(
        forKey: .correlation,
        in: container,
        debugDescription: "the correlation must be 0 to 1, not \(correlation)"
      )
    }
    let prior = try container.decodeIfPresent([Double].self, forKey: .prior)
    guard prior?.allSatisfy({ $0 > 0 && $0.isFinite }) ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .prior,
        in: container,
        debugDescription: "priors must be numbers above 0"
      )
    }
    self.init(correlation: correlation, prior: prior)
  }
}
