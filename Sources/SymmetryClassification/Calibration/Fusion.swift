import Foundation
import RandomNumbers

/// The rule that fuses the predictions for the patterns of one crystal.
///
/// By Bayes' rule, the evidence of independent patterns beyond the prior π multiplies: p ∝ π Π (pᵢ / π). Patterns of
/// one crystal are not independent, since a resemblance to another class affects all of them. Therefore n patterns
/// count as n′ = n / (1 + (n − 1) ρ) independent ones, the effective size of a cluster sample (Kish, *Survey Sampling*,
/// 1965), with the mean evidence of all: ln p = ln π + (n′ / n) Σ (ln pᵢ − ln π), up to a constant. ρ = 0 gives the
/// plain product; with ρ = 1 any number of patterns counts as one. In general they count as 1 / ρ at most.
public struct Fusion: Codable, Sendable, Hashable {
  /// ρ, the correlation of the evidence of two patterns of one crystal, 0 to 1.
  public let correlation: Double
  /// π, the prior probability of each class; nil if they are equal.
  public let prior: [Double]?

  /// The rule if none was fitted: ρ = 1, so that many patterns give no more confidence than one.
  ///
  /// The most probable class is still that of the product.
  public static let unfitted = Fusion(correlation: 1)

  /// Creates a rule.
  ///
  /// - Parameters:
  ///   - correlation: ρ, 0 to 1.
  ///   - prior: a positive number per class; nil if they are equal.
  public init(correlation: Double, prior: [Double]? = nil) {
    precondition((0...1).contains(correlation), "the correlation must be 0 to 1, not \(correlation)")
    precondition(prior?.allSatisfy { $0 > 0 && $0.isFinite } ?? true, "priors must be above 0")
    self.correlation = correlation
    self.prior = prior
  }

  /// The effective number of independent patterns among `count` patterns of one crystal.
  public func effectiveCount(_ count: Int) -> Double { Double(count) / (1 + Double(max(0, count - 1)) * correlation) }

  /// ln p of each class for the patterns of one crystal, at least one.
  ///
  /// Probabilities below 10⁻³⁸ count as 10⁻³⁸, so that one underflow does not exclude a class.
  public func logProbabilities(_ patterns: [[Float]]) -> [Double] {
    var evidence = Evidence(classes: patterns[0].count)
    for pattern in patterns { evidence.add(pattern) }
    return logProbabilities(evidence)
  }

  /// ln p of each class for evidence that was accumulated pattern by pattern.
  public func logProbabilities(_ evidence: Evidence) -> [Double] {
    // An evaluation may append classes that the model does not have.
    let priors = evidence.logarithms.indices.map { index in
      prior.flatMap { index < $0.count ? log($0[index]) : nil } ?? 0
    }
    let share = effectiveCount(evidence.count) / Double(max(1, evidence.count))
    return zip(evidence.logarithms, priors).map { $1 + share * ($0 - Double(evidence.count) * $1) }.logSoftmax
  }

  /// The probability of each class for evidence that was accumulated pattern by pattern.
  public func probabilities(_ evidence: Evidence) -> [Float] { logProbabilities(evidence).map { Float(exp($0)) } }

  /// The accumulated evidence of patterns of one crystal, in constant memory.
  public struct Evidence: Sendable, Hashable {
    /// Σ ln p of each class.
    public private(set) var logarithms: [Double]
    /// The number of patterns.
    public private(set) var count = 0

    /// Creates evidence without patterns.
    public init(classes: Int) { logarithms = [Double](repeating: 0, count: classes) }

    /// Adds a pattern's probabilities, one per class.
    public mutating func add(_ probabilities: [Float]) {
      for k in logarithms.indices { logarithms[k] += log(Double(max(probabilities[k], .leastNormalMagnitude))) }
      count += 1
    }
  }
}

extension Fusion {
  /// The sizes of the groups that a fit draws, in addition to all patterns of a specimen.
  private static let groupSizes = [2, 5, 10, 20]
  /// The number of groups of each size that are drawn from a specimen.
  private static let draws = 8

  /// Fits ρ by maximum likelihood to fused validation specimens.
  ///
  /// From each specimen, eight groups each of 2, 5, 10 and 20 patterns are drawn if it has as many, and the group of
  /// all patterns. Each specimen has a weight of 1, shared equally between sizes. Labels are smoothed by 1 / (n + 2)
  /// for n specimens, so that a few specimens that are all correct do not give ρ = 0.
  ///
  /// - Parameters:
  ///   - probabilities: the calibrated probabilities of each validation pattern.
  ///   - labels: the class index of each pattern.
  ///   - specimens: the specimen number of each pattern.
  ///   - prior: the prior probabilities of the classes in training; nil if they are equal.
  ///   - seed: the random seed of the draws.
  /// - Returns: the rule; nil if no specimen has two patterns.
  public static func fit(
    probabilities: [[Float]],
    labels: [Int],
    specimens: [Int],
    prior: [Double]? = nil,
    seed: Int = 1
  ) -> Fusion? {
    var members: [Int: [Int]] = [:]
    for (index, specimen) in specimens.enumerated() where probabilities[index].allSatisfy(\.isFinite) {
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
          * smoothedLogLoss(rule.logProbabilities(group.evidence), label: group.label, smoothing: smoothing)
      }
    }
    // The search is logarithmic, since 1 / ρ ranges from 1 to thousands.
    let best = exp(GoldenSection.minimum(in: log(1e-4)...0) { loss(min(1, exp($0))) })
    let correlation = loss(0) < loss(min(1, best)) ? 0 : min(1, best)
    return Fusion(correlation: correlation, prior: prior)
  }

  private enum CodingKeys: String, CodingKey { case correlation, prior }

  /// Decodes an object.
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
