import Crystallography

/// Two Bravais lattices whose crystals may give patterns that are hard to tell apart, and when.
///
/// A hint to a person, not a rule that moves probabilities. A band's place is that of a lattice plane and its width
/// is 1 / d, so that lattices of nearly the same metric have their bands in nearly the same places; and a centring
/// shows only in the bands that it forbids, which are faint where the atoms that break it scatter alike.
public struct AmbiguousLatticePair: Sendable, Hashable {
  /// The lattice of the lower symmetry, or of the fewer lattice points a cell.
  public let first: BravaisLattice
  /// The other one.
  public let second: BravaisLattice
  /// When their patterns are alike, to be read after "where".
  public let condition: String

  /// The resemblance of two lattices, in either order; nil where none is known.
  public init?(_ one: BravaisLattice, _ other: BravaisLattice) {
    let match = Self.all.first { Set([$0.first, $0.second]) == [one, other] }
    guard one != other, let match else { return nil }
    self = match
  }

  private init(_ first: BravaisLattice, _ second: BravaisLattice, _ condition: String) {
    (self.first, self.second, self.condition) = (first, second, condition)
  }

  /// One clause, without a comma or a full stop.
  public var sentence: String { "\(clause) where \(condition)" }

  /// The same without saying when.
  public var clause: String { "\(first.rawValue) and \(second.rawValue) look alike" }

  /// All that are known: first by the metric, then by the centring.
  ///
  /// Metrics after International Tables for Crystallography A (2016), chapter 3.1, and Burzlaff and Zimmermann, *On
  /// the metrical properties of lattices*, Z. Kristallogr. 170, 247 (1985).
  public static let all: [AmbiguousLatticePair] =
    metrics.map { AmbiguousLatticePair($0, $1, $2) }
    + centrings.map { AmbiguousLatticePair($0, $1, $2) }

  private static let metrics: [(BravaisLattice, BravaisLattice, String)] = [
    (.tP, .cP, "c/a is near 1"),
    (.tI, .cI, "c/a is near 1"),
    (.tI, .cF, "c/a is near √2"),
    (.tP, .cF, "c/a is near √2 and the atoms scatter alike (as CuAu)"),
    (.hR, .cP, "the rhombohedral angle is near 90°"),
    (.hR, .cF, "the rhombohedral angle is near 60°"),
    (.hR, .cI, "the rhombohedral angle is near 109.47°"),
    (.hP, .cF, "both are close packings (c/a near 1.633) that differ by their stacking"),
    (.oP, .tP, "two of the edges are nearly equal"),
    (.oI, .tI, "two of the edges are nearly equal"),
    (.oS, .tP, "the edges of the centred face are nearly equal"),
    (.oF, .tI, "two of the edges are nearly equal"),
    (.oI, .cI, "all edges are nearly equal"),
    (.oF, .cF, "all edges are nearly equal"),
    (.oI, .cF, "a : b : c is near 1 : 1 : √2"),
    (.oS, .hP, "b/a is near √3"),
    (.mP, .oP, "the monoclinic angle is near 90°"),
    (.mS, .oS, "the monoclinic angle is near 90°"),
    (.mS, .oI, "the body-centred cell has an angle near 90°"),
    (.mS, .oF, "2c cos β is near −a"),
    (.mP, .oS, "a is near c"),
    (.mP, .hP, "a is near c and β near 120°"),
    (.mS, .hR, "the edges of the primitive cell are nearly equal and its angles too"),
    (.aP, .mP, "two of the angles are near 90°"),
    (
      .aP, .mS,
      "two edges of the primitive cell are nearly equal and their angles with the third too"
    ),
  ]

  private static let centrings: [(BravaisLattice, BravaisLattice, String)] = [
    (.cP, .cI, "the atoms at the corners and in the centre scatter alike (as β-brass)"),
    (.cP, .cF, "the atoms scatter alike (so that KCl looks primitive)"),
    (.cI, .cF, "the atoms scatter alike (as Heusler alloys with half the edge)"),
    (.tP, .tI, "the bands of h + k + l odd are faint"),
    (.hR, .hP, "the bands that rhombohedral centring forbids are faint (as in polytypes)"),
    (.oP, .oS, "the bands that the centring forbids are faint"),
    (.oP, .oI, "the bands that the centring forbids are faint"),
    (.oP, .oF, "the bands that the centring forbids are faint"),
    (.oS, .oI, "the bands in which the centrings differ are faint"),
    (.oS, .oF, "the bands in which the centrings differ are faint"),
    (.oI, .oF, "the bands in which the centrings differ are faint"),
    (.mP, .mS, "the bands that the centring forbids are faint"),
  ]
}
