import Testing

@testable import Crystallography

@Suite struct CIFBlockCellTests {
  @Test func missingEdgesAreNamed() {
    for (line, tag) in [(2, "_cell_length_a"), (3, "_cell_length_b"), (4, "_cell_length_c")] {
      CIFText.cubic.without(line).expect(.missingTag(tag), line: 1)
      CIFText.cubic.with(line: line, "\(tag) ?").expect(.missingTag(tag), line: 1)
    }
  }

  @Test(arguments: ["0", "-4", "1.49", "100.1", "1e300", "4,0", "four", "nan", "inf", "0x4"])
  func edgesOutsideOfTheRangeAreRefused(value: String) {
    CIFText.cubic.with(line: 3, "_cell_length_b \(value)").expect(
      .invalidNumber(
        tag: "_cell_length_b",
        value: value,
        expected: "a length of 1.5 to 100.0 Å"
      ),
      line: 3
    )
  }

  @Test(arguments: ["0", "-90", "180", "1e10", "right"])
  func anglesOutsideOfTheRangeAreRefused(value: String) {
    CIFText.rutile.with(line: 7, "_cell_angle_beta \(value)").expect(
      .invalidNumber(
        tag: "_cell_angle_beta",
        value: value,
        expected: "an angle of 0 to 180°"
      ),
      line: 7
    )
  }

  @Test func missingAnglesAre90Degrees() throws {
    #expect(try CIFText.cubic.read().crystal.cell.angles == [90, 90, 90])
    let unknown = CIFText.rutile.with(line: 6, "_cell_angle_alpha ?").with(
      line: 7,
      "_cell_angle_beta ."
    )
    #expect(try unknown.read().crystal.cell.angles == [90, 90, 90])
  }

  @Test(arguments: [
    (20.0, 20.0, 170.0), (120, 120, 120), (10, 40, 29), (130, 130, 130),
    // A possible cell, but flatter than an atom.
    (5, 90, 90), (90, 90, 178), (60, 60, 119),
  ])
  func anglesThatSpanNoCellAreRefused(alpha: Double, beta: Double, gamma: Double) {
    CIFText.cubic.with(line: 1, "data_x _cell_angle_alpha \(alpha) _cell_angle_beta \(beta)")
      .adding("_cell_angle_gamma \(gamma)").expect(.impossibleCell, line: 2)
  }
}
