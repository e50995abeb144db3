/// The answer of a matching: a phase, several that cannot be distinguished, or none.
public enum PhaseDecision: Sendable, Hashable {
  /// One candidate fits best by more than the margin.
  case phase(Int)
  /// The candidates within the margin of the best one, the best first.
  case ambiguous([Int])
  /// No candidate fits.
  case none

  /// The margin below which two candidates cannot be distinguished.
  ///
  /// Nickel, copper and austenite, or silicon, germanium and GaAs, differ by less than 0.008 on measured patterns.
  public static let margin: Float = 0.02
  /// The score that a match needs; noise alone reaches 0.09 on 60 × 60 pixels.
  public static let leastScore: Float = 0.1

  /// Decides by the scores of the candidates.
  ///
  /// - Parameters:
  ///   - scores: the normalised cross-correlation of each candidate.
  ///   - margin: the least difference to the second candidate.
  ///   - leastScore: the least score of the best candidate.
  public init(scores: [Float], margin: Float = Self.margin, leastScore: Float = Self.leastScore) {
    let ranking = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    guard let best = ranking.first, scores[best] >= leastScore else {
      self = .none
      return
    }
    let near = ranking.filter { scores[best] - scores[$0] < margin }
    self = near.count > 1 ? .ambiguous(near) : .phase(best)
  }
}
