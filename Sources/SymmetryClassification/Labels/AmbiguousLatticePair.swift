import Crystallography

/// Two Bravais lattices whose patterns can be hard to distinguish, and the condition under which they are.
///
/// A hint for the reader, which does not change probabilities. The position of a band is that of a lattice plane, and
/// its width is proportional to 1 / d; lattices of similar metric therefore have similar bands. A centring shows only
/// in the bands that it forbids, which are faint if the atoms that break it scatter alike.
public struct AmbiguousLatticePair: Sendable, Hashable {
  /// The lattice of lower symmetry, or with fewer lattice points per cell.
  public let first: BravaisLattice
  /// The other lattice.
  public let second: BravaisLattice
  /// The condition, to be read after "if".
  public let condition: String

  /// The pair of two lattices, in either order; nil if they are not known to be ambiguous.
  public init?(_ one: BravaisLattice, _ other: BravaisLattice) {
    let match = Self.all.first { Set([$0.first, $0.second]) == [one, other] }
    guard one != other, let match else { return nil }
    self = match
  }

  private init(_ first: BravaisLattice, _ second: BravaisLattice, _ condition: String) {
    (self.first, self.second, self.condition) = (first, second, condition)
  }

  /// The hint with its condition, without comma or full stop.
  public var sentence: String { "\(clause) if \(condition)" }

  /// The hint without its condition.
  public var clause: String { "\(first.rawValue) and \(second.rawValue) look alike" }

  /// All known pairs: first those of similar metric, then those of different centring.
  ///
  /// Metrics after International Tables for Crystallography A (2016), chapter 3.1, and Burzlaff and Zimmermann, *On
  /// the metrical properties of lattices*, Z. Kristallogr. 170, 247 (1985).
  public static let all: [AmbiguousLatticePair] =
    metrics.map { AmbiguousLatticePair($0, $1, $2) } + centrings.map { AmbiguousLatticePair($0, $1, $2) }

  private static let metrics: [(BravaisLattice, BravaisLattice, String)] = [
    (.tP, .cP, "c/a is near 1"), (.tI, .cI, "c/a is near 1"), (.tI, .cF, "c/a is near √2"),
    (.tP, .cF, "c/a is near √2 and the atoms scatter alike (as in CuAu)"),
    (.hR, .cP, "the rhombohedral angle is near 90°"), (.hR, .cF, "the rhombohedral angle is near 60°"),
    (.hR, .cI, "the rhombohedral angle is near 109.47°"),
    (.hP, .cF, "both are close packings (c/a near 1.633) that differ in their stacking"),
    (.oP, .tP, "two of the edges are nearly equal"), (.oI, .tI, "two of the edges are nearly equal"),
    (.oS, .tP, "the edges of the centred face are nearly equal"), (.oF, .tI, "two of the edges are nearly equal"),
    (.oI, .cI, "all edges are nearly equal"), (.oF, .cF, "all edges are nearly equal"),
    (.oI, .cF, "a : b : c is near 1 : 1 : √2"), (.oS, .hP, "b/a is near √3"),
    (.mP, .oP, "the monoclinic angle is near 90°"), (.mS, .oS, "the monoclinic angle is near 90°"),
    (.mS, .oI, "the body-centred cell has an angle near 90°"), (.mS, .oF, "2c cos β is near −a"),
    (.mP, .oS, "a is near c"), (.mP, .hP, "a is near c and β is near 120°"),
    (.mS, .hR, "the edges of the primitive cell are nearly equal and so are its angles"),
    (.aP, .mP, "two of the angles are near 90°"),
    (.aP, .mS, "two edges of the primitive cell are nearly equal and so are their angles with the third"),
  ]

  private static let centrings: [(BravaisLattice, BravaisLattice, String)] = [
    (.cP, .cI, "the atoms at the corners and in the centre scatter alike (as in β-brass)"),
    (.cP, .cF, "the atoms scatter alike (so that KCl looks primitive)"),
    (.cI, .cF, "the atoms scatter alike (as in Heusler alloys with half the edge)"),
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
