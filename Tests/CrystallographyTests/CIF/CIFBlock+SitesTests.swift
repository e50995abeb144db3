import Foundation
import Testing

@testable import Crystallography

@Suite struct CIFBlockSitesTests {
  /// The cubic cell with other columns for its one atom.
  private static func cubic(_ columns: [(tag: String, value: String)]) -> CIFText {
    let head = CIFText.cubic.lines[..<7].joined(separator: "\n")
    let tags = columns.map { "_atom_site_\($0.tag)" }.joined(separator: "\n")
    return CIFText(head + "\nloop_\n" + tags + "\n" + columns.map(\.value).joined(separator: " "))
  }

  private static let position = [("fract_x", "0.1"), ("fract_y", "0.2"), ("fract_z", "0.3")]

  private static func element(label: String? = nil, symbol: String? = nil) -> CIFText {
    var columns: [(tag: String, value: String)] = []
    if let label { columns.append(("label", label)) }
    if let symbol { columns.append(("type_symbol", symbol)) }
    return cubic(columns + position)
  }

  // MARK: Elements

  @Test(arguments: [
    ("Fe", "Fe"), ("FE", "Fe"), ("fe", "Fe"), ("Fe3+", "Fe"), ("O2-", "O"), ("O-2", "O"),
    ("Na+1", "Na"),
    ("D", "H"), ("T", "H"), ("U", "U"),
  ])
  func symbolsMayHaveACharge(symbol: String, element: String) throws {
    let atom = try #require(
      try Self.element(label: "Q1", symbol: symbol).read().crystal.atoms.first
    )
    #expect(atom.element.symbol == element)
    #expect(atom.label == "Q1")
  }

  @Test(arguments: [
    ("Fe1", "Fe"), ("O2a", "O"), ("OW", "O"), ("OH1", "O"), ("Si", "Si"), ("W1", "W"), ("C10", "C"),
    ("D2", "H"), ("FE1", "F"),
  ])
  func labelsBeginWithTheElement(label: String, element: String) {
    let text = Self.element(label: label)
    if label == "FE1" {
      text.expect(.ambiguousElement(site: label, first: "F", second: "Fe"), line: 13)
    } else {
      let atoms = try? text.read().crystal.atoms
      #expect(atoms?.first?.element.symbol == element)
    }
  }

  @Test(arguments: ["Xx", "Fe2x", "Q", "3+", "Wat", "M(1)"])
  func symbolsOfNoElementAreRefused(symbol: String) {
    Self.element(label: "A1", symbol: symbol).expect(
      .unknownElement(site: "A1", symbol: symbol),
      line: 14
    )
  }

  @Test(arguments: ["Wax", "q1", "1", "Xx2", "M1"])
  func labelsOfNoElementAreRefused(label: String) {
    Self.element(label: label).expect(.unknownElement(site: label, symbol: label), line: 13)
  }

  @Test func ambiguousLabelsAreRefused() {
    Self.element(label: "CA1").expect(
      .ambiguousElement(site: "CA1", first: "C", second: "Ca"),
      line: 13
    )
    // A type symbol resolves the ambiguity.
    #expect(Self.element(label: "CA1", symbol: "C").failure == nil)
  }

  @Test func sitesWithoutLabelAndSymbolAreRefused() {
    Self.cubic(Self.position).expect(.missingTag("_atom_site_type_symbol"), line: 9)
  }

  // MARK: Positions

  @Test func missingCoordinatesAreNamed() {
    CIFText.cubic.with(line: 13, "Cs1 0 ? 0").adding("I1 0.5 0.5 0.5")
      .expect(.missingCoordinate(site: "Cs1"), line: 13)
    // A column without values counts as missing.
    CIFText.cubic.with(line: 13, "Cs1 0 ? 0").expect(.missingTag("_atom_site_fract_y"), line: 10)
    CIFText.cubic.adding("I1 0.5 0.5 .").expect(.missingCoordinate(site: "I1"), line: 14)
    let flat = Self.cubic([("label", "Cs1"), ("fract_x", "0"), ("fract_y", "0")])
    flat.expect(.missingTag("_atom_site_fract_z"), line: 10)
  }

  @Test(arguments: ["x", "1/0", "1e5", "-100", "nan"])
  func coordinatesThatAreNoSensibleNumbersAreRefused(value: String) {
    CIFText.cubic.with(line: 13, "Cs1 0 \(value) 0").expect(
      .invalidSiteValue(
        site: "Cs1",
        quantity: "coordinate",
        value: value,
        expected: "a number between -100 and 100"
      ),
      line: 13
    )
  }

  @Test func positionsAreWrappedIntoTheCell() throws {
    let atom = try CIFText.cubic.with(line: 13, "Cs1 -0.25 3.5 1.0").read().crystal.atoms.first
    #expect(atom?.position == [0.75, 0.5, 0])
  }

  // MARK: Occupancies

  @Test func occupanciesAreRead() throws {
    for (text, expected) in [("1", 1.0), ("0.25(1)", 0.25), ("?", 1), (".", 1), ("0.001", 0.001)] {
      let atoms = try Self.cubic([("label", "Cs1"), ("occupancy", text)] + Self.position)
        .adding("Cs2 1 0.6 0.7 0.8").read().crystal.atoms
      #expect(atoms.first?.occupancy == expected)
    }
  }

  @Test(arguments: ["-0.5", "1.06", "2", "full", "nan"])
  func occupanciesOutsideOfTheRangeAreRefused(value: String) {
    CIFText.rutile.with(line: 18, "Ti1 Ti 0 0 0 \(value)").expect(
      .invalidSiteValue(
        site: "Ti1",
        quantity: "occupancy",
        value: value,
        expected: "a number from 0 to 1"
      ),
      line: 18
    )
  }

  // MARK: Displacements

  @Test func displacementsBecomeDebyeWallerFactors() throws {
    func factor(_ tag: String, _ value: String) throws -> Double? {
      try Self.cubic([("label", "Cs1"), (tag, value)] + Self.position).read().crystal.atoms.first?
        .debyeWallerFactor
    }
    #expect(try factor("B_iso_or_equiv", "0.75(3)") == 0.75)
    // 8π² · 0.01 Å².
    let fromU = try #require(try factor("U_iso_or_equiv", "0.01"))
    #expect(abs(fromU - 0.789568) < 1e-6)
    #expect(try factor("U_iso_or_equiv", "?") == AtomSite.defaultDebyeWallerFactor)
    #expect(try factor("B_iso_or_equiv", "0") == 0)
  }

  @Test(arguments: ["-0.01", "0.7", "1e9"])
  func implausibleDisplacementsAreReplacedByTheDefault(value: String) throws {
    let cif = try Self.cubic([("label", "Cs1"), ("U_iso_or_equiv", value)] + Self.position).read()
    #expect(cif.crystal.atoms.first?.debyeWallerFactor == AtomSite.defaultDebyeWallerFactor)
    #expect(cif.notes == ["displacements outside 0 to 50 Å² (B) replaced by the default: 1, such as Cs1"])
  }

  // R. X. Fischer and E. Tillmanns, Acta Cryst. C44, 775 (1988): U_eq is a third of the trace in Cartesian axes;
  // in hexagonal axes (4 (U₁₁ + U₂₂ - U₁₂) / 3 + U₃₃) / 3.
  @Test func anisotropicDisplacementsAreAveraged() throws {
    func factor(_ gamma: Int, _ components: String, letter: String = "U") throws -> Double? {
      let pairs = ["11", "22", "33", "12", "13", "23"]
      let tags = pairs.map { "_atom_site_aniso_\(letter)_\($0)" }.joined(separator: "\n")
      return try CIFText.cubic.with(line: 1, "data_a _cell_angle_gamma \(gamma)")
        .adding("loop_", "_atom_site_aniso_label", tags, "Cs1 " + components)
        .read().crystal.atoms.first?.debyeWallerFactor
    }
    let unit = 8 * Double.pi * Double.pi
    let cubic = try #require(try factor(90, "0.01 0.02 0.03 0.004 0.005 0.006"))
    #expect(abs(cubic - unit * 0.02) < 1e-9)
    let hexagonal = try #require(try factor(120, "0.012 0.012 0.03 0.006 0 0"))
    #expect(abs(hexagonal - unit * (4 * (0.012 + 0.012 - 0.006) / 3 + 0.03) / 3) < 1e-9)
    let inB = try #require(try factor(90, "0.9 1.2 1.5 0 0 0", letter: "B"))
    #expect(abs(inB - 1.2) < 1e-9)
    // The default applies if one component is unknown.
    #expect(try factor(90, "0.01 0.02 ? 0 0 0") == AtomSite.defaultDebyeWallerFactor)
  }
}
