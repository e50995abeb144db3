import Crystallography
import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct AmbiguousLatticePairTests {
  @Test func pairsStandOnceAndInOneOrder() throws {
    let pairs = AmbiguousLatticePair.all.map { Set([$0.first, $0.second]) }
    #expect(pairs.allSatisfy { $0.count == 2 } && Set(pairs).count == pairs.count)
    for entry in AmbiguousLatticePair.all {
      #expect(AmbiguousLatticePair(entry.second, entry.first) == entry)
      #expect(!entry.sentence.contains(",") && !entry.sentence.hasSuffix("."))
    }
    #expect(AmbiguousLatticePair(.aP, .cF) == nil && AmbiguousLatticePair(.cF, .cF) == nil)
  }

  /// The squared lengths of the shortest vectors of a lattice, by a direct sum over its cell and centring.
  private func lengths(_ cell: [[Double]], _ centring: [[Double]]) -> [Double] {
    var squares: [Double] = []
    for h in -4...4 {
      for k in -4...4 {
        for l in -4...4 {
          for shift in [[0, 0, 0]] + centring {
            let c = [Double(h) + shift[0], Double(k) + shift[1], Double(l) + shift[2]]
            let v = (0..<3).map { i in (0..<3).reduce(0.0) { $0 + c[$1] * cell[$1][i] } }
            squares.append(v.reduce(0) { $0 + $1 * $1 })
          }
        }
      }
    }
    return Array(squares.sorted().dropFirst().prefix(60))
  }

  private static let body = [[0.5, 0.5, 0.5]]
  private static let face = [[0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
  private static let base = [[0.5, 0.5, 0]]

  private func box(_ a: Double, _ b: Double, _ c: Double) -> [[Double]] {
    [[a, 0, 0], [0, b, 0], [0, 0, c]]
  }

  private func monoclinic(_ a: Double, _ b: Double, _ c: Double, cosine: Double) -> [[Double]] {
    [[a, 0, 0], [0, b, 0], [c * cosine, 0, c * (1 - cosine * cosine).squareRoot()]]
  }

  private func rhombohedral(_ degrees: Double) -> [[Double]] {
    let cosine = cos(degrees * .pi / 180)
    let x = (2 * (1 - cosine) / 3).squareRoot()
    let z = ((1 + 2 * cosine) / 3).squareRoot()
    return (0..<3).map { i in
      let angle = 2 * .pi * Double(i) / 3
      return [x * cos(angle), x * sin(angle), z]
    }
  }

  /// If the condition holds exactly, the two lattices are identical: they have the same distances.
  @Test func theConditionsOnTheMetricAreRight() {
    func expectSame(_ one: [Double], _ other: [Double], _ pair: Comment) {
      for (a, b) in zip(one, other) { #expect(abs(a - b) < 1e-6, pair) }
    }
    let none: [[Double]] = []
    let root2 = 2.0.squareRoot()
    let (body, face, base) = (Self.body, Self.face, Self.base)
    expectSame(lengths(box(1, 1, root2), body), lengths(box(root2, root2, root2), face), "tI cF")
    expectSame(lengths(rhombohedral(60), none), lengths(box(root2, root2, root2), face), "hR cF")
    expectSame(lengths(rhombohedral(90), none), lengths(box(1, 1, 1), none), "hR cP")
    let edge = 2 / 3.0.squareRoot()
    let angle = acos(-1 / 3.0) * 180 / .pi
    expectSame(lengths(rhombohedral(angle), none), lengths(box(edge, edge, edge), body), "hR cI")
    let hexagonal = [[1, 0, 0], [-0.5, 0.75.squareRoot(), 0], [0, 0, 1.6]]
    expectSame(lengths(box(1, 3.0.squareRoot(), 1.6), base), lengths(hexagonal, none), "oS hP")
    expectSame(
      lengths(box(1, 1, 1.3), base),
      lengths(box(0.5.squareRoot(), 0.5.squareRoot(), 1.3), none),
      "oS tP"
    )
    expectSame(
      lengths(box(1, 1, 1.3), face),
      lengths(box(0.5.squareRoot(), 0.5.squareRoot(), 1.3), body),
      "oF tI"
    )
    // 2 c cos β = −a: the face-centred box of a, b and 2 c sin β.
    let (a, b, c) = (1.0, 1.4, 1.2)
    let cosine = -a / (2 * c)
    let height = 2 * c * (1 - cosine * cosine).squareRoot()
    expectSame(
      lengths(monoclinic(a, b, c, cosine: cosine), base),
      lengths(box(a, b, height), face),
      "mS oF"
    )
    // a = c: the box of a + c and a − c, centred on the face of both.
    let (plus, minus) = ((2 + 2 * -0.2).squareRoot(), (2 - 2 * -0.2).squareRoot())
    expectSame(
      lengths(monoclinic(1, 1.3, 1, cosine: -0.2), none),
      lengths(box(plus, 1.3, minus), [[0.5, 0, 0.5]]),
      "mP oS"
    )
    expectSame(
      lengths(monoclinic(1, 1.6, 1, cosine: -0.5), none),
      lengths(hexagonal, none),
      "mP hP"
    )
  }
}
