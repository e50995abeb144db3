import Crystallography
import Figures
import TestSupport
import Testing

@testable import Reports

@Suite struct OrientationMapFigureTests {
  private static let phases: [(name: String, sector: InversePoleFigureSector?)] = [
    ("iron", InversePoleFigureSector(.mBar3M)), ("zinc", InversePoleFigureSector(.sixOverMMM)), ("glass", nil),
  ]

  private static func figure(_ points: [OrientationMapFigure.Point?]) -> OrientationMapFigure {
    OrientationMapFigure(rows: 1, columns: points.count, points: points, phases: phases)
  }

  @Test func aPointHasTheColourOfTheDirectionAlongTheNormal() throws {
    // Turned by 45° about x, the crystal's [011] lies along the normal.
    let diagonal = Orientation(rotationVector: [.pi / 4, 0, 0])
    let page = try RenderedFigure(
      Self.figure([
        .init(phase: 0, orientation: .identity), .init(phase: 0, orientation: diagonal), nil,
        .init(phase: 2, orientation: .identity),
      ])
    )
    let greys = (0..<4).map { page[44 + 12 * (Double($0) + 0.5), 28 + 6] }
    let expected = [
      Color(red: 1, green: 0, blue: 0), Color(red: 0, green: 1, blue: 0), Color.faint, Color.faint,
    ]
    for (grey, color) in zip(greys, expected) { #expect(abs(grey - (try RenderedFigure.grey(of: color))) <= 2) }
  }

  @Test func eachLaueClassOfTheMapHasAKey() {
    let iron = OrientationMapFigure.Point(phase: 0, orientation: .identity)
    let zinc = OrientationMapFigure.Point(phase: 1, orientation: .identity)
    #expect(Self.figure([iron, zinc]).size.y == Self.figure([iron]).size.y + 112)
    #expect(Self.figure([iron, nil]).size.y == Self.figure([iron]).size.y)
  }

  @Test func theKeyShowsTheCornersInTheirColours() throws {
    let page = try RenderedFigure(Self.figure([.init(phase: 0, orientation: .identity)]))
    // The key of m-3m has [001] at its lower left; red is darker than the paper and brighter than blue.
    let red = try RenderedFigure.grey(of: Color(red: 1, green: 0, blue: 0))
    let corner = (44.0 + 12 + 14 + 8, 28.0 + 24)
    let greys = (0..<70).flatMap { y in (0..<70).map { x in page[corner.0 + Double(x), corner.1 + Double(y)] } }
    #expect(greys.contains { abs($0 - red) < 6 } && greys.contains { $0 < red - 20 } && greys.contains { $0 > 250 })
  }
}
