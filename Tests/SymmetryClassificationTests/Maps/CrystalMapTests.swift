import Crystallography
import Testing

@testable import SymmetryClassification

@Suite struct CrystalMapTests {
  /// Two rows of three: a phase with and without an orientation, and each reason for having no phase.
  static let example = CrystalMap(
    rows: 2,
    columns: 3,
    step: [0.25, 0.5],
    phases: [
      CrystalMap.Phase(
        name: "Iron",
        laueClass: .mBar3M,
        spaceGroupNumber: 229,
        cell: try? UnitCell(a: 2.866, b: 2.866, c: 2.866)
      ),
      CrystalMap.Phase(name: "hP", laueClass: .sixOverMMM), CrystalMap.Phase(name: "odd\tname\n"),
    ],
    points: [
      CrystalMap.Point(.phase(0), probability: 0.75, eulerAngles: [90, 45, 30], fit: 0.5),
      CrystalMap.Point(.phase(1), probability: 1), CrystalMap.Point(.unknown, probability: 0.4),
      CrystalMap.Point(.notAPattern), CrystalMap.Point(.notMeasured), CrystalMap.Point(.phase(2), probability: 0.5),
    ]
  )

  @Test func positionsBeginAtZero() {
    #expect(Self.example.position(0) == [0, 0] && Self.example.position(5) == [0.5, 0.5])
  }

  @Test func phasesHaveTheSymmetryOfTheirClass() {
    let lattices = CrystalMap.Phase.phases(ofClasses: ["cF", "hP", "hR", "aP"])
    #expect(lattices.map(\.laueClass) == [.mBar3M, .sixOverMMM, .bar3M, .bar1])
    #expect(lattices.allSatisfy { $0.spaceGroupNumber == nil && $0.cell == nil })
    let groups = CrystalMap.Phase.phases(ofClasses: ["Fm-3m", "P6_3"])
    #expect(groups.map(\.spaceGroupNumber) == [225, 173] && groups.map(\.laueClass) == [.mBar3M, .sixOverM])
    let others = CrystalMap.Phase.phases(ofClasses: ["ferrite", "austenite"])
    #expect(others == [CrystalMap.Phase(name: "ferrite"), CrystalMap.Phase(name: "austenite")])
  }

  @Test func cellsThatAreNotKnownHaveTheAnglesOfTheirSystem() {
    #expect(CrystalMap.Phase(name: "a", laueClass: .bar3).cellParameters.angles == [90, 90, 120])
    #expect(CrystalMap.Phase(name: "a", laueClass: .mmm).cellParameters.angles == [90, 90, 90])
    #expect(CrystalMap.Phase(name: "a").cellParameters.lengths == [1, 1, 1])
  }

  @Test func verdictsOfAScanBecomeAnswers() throws {
    var scan = ScanMap()
    func add(_ file: String, _ probability: Float, _ verdict: Verdict) {
      scan.add(
        FilePrediction(file: file, prediction: Prediction(probabilities: [probability, 1 - probability])),
        verdict
      )
    }
    add("x0um_y0um.png", 0.875, .accepted(0))
    add("x1um_y0um.png", 0.25, .accepted(1))
    add("x0um_y1um.png", 0.5, .unknown)
    scan.add(unreadable: "x2um_y1um.png")
    let map = scan.crystalMap(on: try ScanGrid(names: scan.files), step: [1, 1], classes: ["cF", "cI"])
    #expect(
      map.points == [
        CrystalMap.Point(.phase(0), probability: 0.875), CrystalMap.Point(.phase(1), probability: 0.75),
        CrystalMap.Point(.notMeasured), CrystalMap.Point(.unknown, probability: 0.5), CrystalMap.Point(.notMeasured),
        CrystalMap.Point(.notMeasured),
      ]
    )
    #expect(map.rows == 2 && map.columns == 3 && map.phases.map(\.name) == ["cF", "cI"])
  }
}
