import Crystallography
import Diffraction
import Imaging
import SymmetryClassification

/// The phases of patterns, by matching with candidates or by a network that matching checks.
public struct PhaseResult: Sendable {
  /// The answer for a pattern.
  public struct Point: Sendable {
    /// The image.
    public let image: ImageReference
    /// The best match of each candidate; empty if the pattern was not matched.
    public let matches: [PatternMatch]
    /// The network's probability of each candidate and of none of them; nil without a network.
    public var probabilities: [Float]?
    /// The answer.
    public let decision: PhaseDecision

    /// The match of the best candidate; nil if the pattern was not matched.
    public var best: PatternMatch? { matches.max { $0.score < $1.score } }

    /// The network's probability of the answer; nil without a network.
    public var probability: Float? {
      probabilities.map { probabilities in
        switch decision {
        case .phase(let index): probabilities[index]
        case .ambiguous(let indices): indices.reduce(0) { $0 + probabilities[$1] }
        case .none: probabilities.last ?? 0
        }
      }
    }

    /// The difference between the two best scores; nil for a single candidate.
    public var margin: Float? {
      let scores = matches.map(\.score).sorted(by: >)
      return scores.count > 1 ? scores[0] - scores[1] : nil
    }
  }

  /// A candidate.
  public struct Phase: Sendable {
    /// The phase in files for other programs.
    public let crystal: CrystalMap.Phase
    /// The sector of its inverse pole figure; nil if the cell hides the symmetry.
    public let sector: InversePoleFigureSector?

    /// Creates a candidate.
    public init(_ crystal: CrystalMap.Phase, sector: InversePoleFigureSector? = nil) {
      (self.crystal, self.sector) = (crystal, sector)
    }
  }

  /// The candidates.
  public let candidates: [Phase]
  /// The answers, in the order of the images.
  public let points: [Point]
  /// The images that could not be read, with the reasons.
  public let unreadable: [(file: String, reason: String)]

  /// The agreement of matching with the network; nil without a network.
  public var check: NetworkCheck?

  /// The patterns by which matching checked a network.
  public struct NetworkCheck: Sendable, Hashable {
    /// The number of patterns of which both were sure.
    public let compared: Int
    /// The number of these for which both gave the same answer.
    public let agreed: Int
  }

  /// The positions of the images in a scan; nil if they are not known.
  public var grid: ScanGrid?

  /// The names of the candidates.
  public var phases: [String] { candidates.map(\.crystal.name) }

  /// The text of the answer that no candidate fits.
  public static let noneLabel = PhaseNetworkTraining.noneLabel

  /// The answer as text: a phase, several with `or`, or none.
  public func label(of decision: PhaseDecision) -> String {
    switch decision {
    case .phase(let index): phases[index]
    case .ambiguous(let indices): indices.map { phases[$0] }.joined(separator: " or ")
    case .none: Self.noneLabel
    }
  }

  /// The number of patterns of each answer, the most frequent first.
  public var counts: [(label: String, count: Int)] {
    points.reduce(into: [String: Int]()) { $0[label(of: $1.decision), default: 0] += 1 }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The answers as a table: phase, score and margin, the orientation of the best match, its pattern centre in Bruker's
  /// convention, and the score of each candidate; then the probabilities of a network.
  ///
  /// The cells of the match are empty for patterns that were not matched.
  public func table() -> String {
    let header =
      ["file", "phase", "score", "margin", "phi1", "Phi", "phi2"]
      + ["orientation_w", "orientation_x", "orientation_y", "orientation_z"]
      + ["pattern_center_x", "pattern_center_y", "pattern_center_z"] + phases.map { "score \($0)" }
      + (check == nil ? [] : ["probability"] + (phases + [Self.noneLabel]).map { "probability \($0)" })
    var text = CSV.line(header)
    for point in points {
      text += CSV.line(
        ["\(point.image)", label(of: point.decision)] + matchCells(of: point)
          + (point.probabilities.map { ([point.probability ?? 0] + $0).map(Self.text) } ?? [])
      )
    }
    for (file, reason) in unreadable { text += CSV.line([file, "", reason] + header.dropFirst(3).map { _ in "" }) }
    return text
  }

  /// The cells from the score to those of the candidates.
  private func matchCells(of point: Point) -> [String] {
    guard let best = point.best else { return [String](repeating: "", count: 12 + phases.count) }
    let (q, center, angles) = (best.orientation, best.geometry.patternCenter, best.orientation.bungeAngles)
    return [Self.text(best.score), point.margin.map(Self.text) ?? ""]
      + [angles.x, angles.y, angles.z].map { Self.text($0, digits: 2) }
      + [q.w, q.vector.x, q.vector.y, q.vector.z, center.x, center.y, center.z].map { Self.text($0, digits: 5) }
      + point.matches.map { Self.text($0.score) }
  }

  private static func text(_ score: Float) -> String { text(Double(score), digits: 4) }

  private static func text(_ value: Double, digits: Int) -> String {
    value.formatted(
      .number.precision(.fractionLength(digits)).grouping(.never).locale(.init(identifier: "en_US_POSIX"))
    )
  }
}
