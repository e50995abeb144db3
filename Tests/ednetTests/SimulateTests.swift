import Diffraction
import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@testable import ednet

@Suite struct SimulateTests {
  private static let samples = Project.structures.path
  private let diamond = samples + "/cF/diamond.cif"
  private let rutile = samples + "/tP/rutile.cif"
  /// Coarse master patterns, for a debug build.
  private static let coarse = [
    "--master-size", "21", "--minimum-spacing", "1.1", "--size", "16", "--no-cache",
  ]

  private func simulate(_ playground: Playground, _ arguments: String...) throws -> CommandRun {
    try CommandRun(["simulate"] + arguments + Self.coarse, in: playground.root)
  }

  /// The files of a folder and their bytes.
  private func contents(_ playground: Playground, _ folder: String) throws -> [String: Data] {
    let root = playground.path(folder)
    let names = (FileManager.default.enumerator(atPath: root)?.allObjects ?? [])
      .compactMap { $0 as? String }
    var result: [String: Data] = [:]
    for name in names where (name as NSString).pathExtension != "" {
      result[name] = try Data(contentsOf: URL(filePath: root + "/" + name))
    }
    return result
  }

  @Test func patternsLieInTheFolderOfTheirClassWithATableOfTheirSettings() throws {
    let playground = try Playground()
    let run = try simulate(playground, diamond, "--output", "p", "--per-structure", "3")
    #expect(run.status == 0, "\(run.errors)")
    let files = try contents(playground, "p")
    #expect(
      files.keys.sorted() == [
        "cF/diamond/0000.png", "cF/diamond/0001.png", "cF/diamond/0002.png", "patterns.csv",
        "simulation.json",
      ]
    )
    let table = try PatternTable([UInt8](#require(files["patterns.csv"])))
    let row = try #require(table.rows["cF/diamond/0001.png"])
    #expect(row["space_group"] == "227")
    for column in ["orientation_w", "pattern_center_x", "dose", "processing", "noise_seed"] {
      #expect(row[column] != nil, "\(column)")
    }
    let image = try PNG.read(playground.path("p/cF/diamond/0000.png"))
    #expect(image.image.width == 16 && image.bitDepth == 8)
    #expect(Set(files.values).count == 5, "no two images are alike")
  }

  @Test(arguments: [[], ["--kind", "spots"], ["--kinematical"], ["--virtual", "2"]])
  func theSameSeedGivesTheSameBytesOnAnyNumberOfThreads(options: [String]) throws {
    let playground = try Playground()
    for (folder, more) in [
      ("one", ["--threads", "1"]), ("two", ["--threads", "2"]), ("other", ["--seed", "2"]),
    ] {
      let arguments = ["simulate", diamond, "--output", folder, "--per-structure", "4"]
      let run = try CommandRun(arguments + Self.coarse + options + more, in: playground.root)
      #expect(run.status == 0, "\(run.errors)")
    }
    let (one, two) = (try contents(playground, "one"), try contents(playground, "two"))
    #expect(one == two && one.count >= 6)
    #expect(try contents(playground, "other") != one)
  }

  /// With a cache, in which the processes share master patterns, and without.
  @Test(arguments: [["--kind", "spots"], ["--cache", "masters"], ["--no-cache"], ["--master-pattern", "--no-cache"]])
  func severalProcessesWriteTheFilesOfOne(options: [String]) throws {
    let playground = try Playground()
    let arguments =
      [diamond, rutile, "--per-structure", "20", "--quiet"] + Self.coarse.dropLast()
      + options.map {
        $0 == "masters" ? playground.path($0) : $0
      }
    let run = try CommandRun(["simulate", "--output", "one"] + arguments, in: playground.root)
    #expect(run.status == 0, "\(run.errors)")
    let one = try contents(playground, "one")
    for count in [2, 3] {
      try? FileManager.default.removeItem(atPath: playground.path("masters"))
      let folder = playground.path("\(count)")
      for result in ThreadsAsProcesses.run(
        count,
        { group in
          try Simulate.parse(["--output", folder] + arguments).simulate(group)
        }
      ) { try result.get() }
      #expect(try contents(playground, "\(count)") == one)
    }
  }

  @Test func aPatternDependsOnItsCrystalAndNumberAlone() throws {
    let playground = try Playground()
    let few = try simulate(playground, diamond, "--output", "few", "--per-structure", "2")
    let many = try simulate(
      playground,
      rutile,
      diamond,
      "--output",
      "many",
      "--per-structure",
      "4"
    )
    #expect(few.status == 0 && many.status == 0, "\(few.errors)\(many.errors)")
    for name in ["cF/diamond/0000.png", "cF/diamond/0001.png"] {
      #expect(try playground.bytes("few/" + name) == playground.bytes("many/" + name))
    }
    #expect(playground.exists("many/tP/rutile/0003.png"))
  }

  @Test func aStoppedSimulationGoesOn() throws {
    let playground = try Playground()
    let arguments = [diamond, "--output", "p", "--per-structure", "4"]
    func run() throws -> CommandRun {
      try CommandRun(["simulate"] + arguments + Self.coarse, in: playground.root)
    }
    #expect(try run().status == 0)
    let whole = try contents(playground, "p")
    for name in ["0001.png", "0003.png"] {
      try FileManager.default.removeItem(atPath: playground.path("p/cF/diamond/" + name))
    }
    let second = try run()
    #expect(second.status == 0 && second.errors.contains("2 patterns of 1 structure"))
    #expect(try contents(playground, "p") == whole)
  }

  #if os(Linux)
    @Test func aKilledSimulationGoesOnToTheSameBytes() throws {
      let playground = try Playground()
      let arguments = [diamond, rutile, "--per-structure", "40"] + Self.coarse
      let whole = try CommandRun(
        ["simulate", "--output", "whole"] + arguments,
        in: playground.root
      )
      #expect(whole.status == 0, "\(whole.errors)")
      // Killed at moments from the first master pattern to the last images.
      let command = (["ednet", "simulate", "--output", "killed"] + arguments)
        .map { "'\($0)'" }.joined(separator: " ")
      let script = """
        for after in 0.05 0.1 0.2 0.3 0.4 0.6 0.9; do timeout -s KILL $after \(command); done
        \(command)
        """
      let killed = try CommandRun(["-c", script], of: "bash", in: playground.root)
      #expect(killed.status == 0, "\(killed.errors)")
      #expect(try contents(playground, "killed") == contents(playground, "whole"))
    }
  #endif

  @Test func otherOptionsNeverMixWithWhatIsThere() throws {
    let playground = try Playground()
    #expect(try simulate(playground, diamond, "--output", "p", "--per-structure", "3").status == 0)
    let before = try contents(playground, "p")
    let other = try simulate(
      playground,
      diamond,
      "--output",
      "p",
      "--per-structure",
      "2",
      "--seed",
      "9"
    )
    expectFailure(other, "--overwrite")
    #expect(try contents(playground, "p") == before)
    let forced = try simulate(
      playground,
      diamond,
      "--output",
      "p",
      "--per-structure",
      "2",
      "--seed",
      "9",
      "--overwrite"
    )
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try contents(playground, "p").count == 4)
    // A folder of somebody else's is left alone, whatever is asked.
    try playground.write("mine/letter.txt", "dear")
    let foreign = try simulate(playground, diamond, "--output", "mine", "--overwrite")
    expectFailure(foreign, "holds other files")
    #expect(playground.exists("mine/letter.txt"))
  }

  @Test func aBadStructureIsToldAndTheOthersGoOn() throws {
    let playground = try Playground()
    try playground.write("bad.cif", "data_bad\n_cell_length_a 3\n")
    let run = try simulate(playground, "bad.cif", diamond, "--output", "p", "--per-structure", "1")
    #expect(run.status == 1)
    #expect(run.errors.contains("error: bad.cif"))
    #expect(run.errors.contains("1 of 2 structures could not be used"))
    #expect(playground.exists("p/cF/diamond/0000.png"))
  }

  @Test(arguments: [[], ["--master-pattern"]])
  func aCellThatIsTooGreatIsToldAndTheOthersGoOn(options: [String]) throws {
    let playground = try Playground()
    let header = """
      data_great
      _cell_length_a 25
      _cell_length_b 25
      _cell_length_c 25
      _cell_angle_alpha 90
      _cell_angle_beta 90
      _cell_angle_gamma 90
      _space_group_IT_number 1
      loop_
      _atom_site_label
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z

      """
    // A file must have an atom in 250 Å³; those of this one stand a little off a simple lattice.
    let sites = (0..<64).map { number in
      let (x, y, z) = (number % 4, number / 4 % 4, number / 16)
      return "C\(number) \(0.25 * Double(x) + 0.001 * Double(number % 7)) \(0.25 * Double(y)) "
        + "\(0.25 * Double(z))"
    }
    try playground.write("great.cif", header + sites.joined(separator: "\n") + "\n")
    let arguments = ["simulate", "great.cif", diamond, "--output", "p", "--per-structure", "1"]
    let run = try CommandRun(arguments + Self.coarse + options, in: playground.root)
    #expect(run.status == 1)
    #expect(run.errors.contains("error: great: minimumSpacing: 1.1 Å for a cell of 15625 Å³"))
    #expect(playground.exists("p/cF/diamond/0000.png") || playground.exists("p/diamond.png"))
  }

  @Test func theLabelIsTakenFromTheAtoms() throws {
    let playground = try Playground()
    // Carbon of diamond in the zinc blende group: a file that claims too little.
    try playground.write(
      "claims.cif",
      """
      data_claims
      _cell_length_a 3.567
      _cell_length_b 3.567
      _cell_length_c 3.567
      _cell_angle_alpha 90
      _cell_angle_beta 90
      _cell_angle_gamma 90
      _space_group_IT_number 216
      loop_
      _atom_site_label
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z
      C1 0 0 0
      C2 0.25 0.25 0.25
      """
    )
    let run = try simulate(
      playground,
      "claims.cif",
      "--output",
      "p",
      "--per-structure",
      "1",
      "--label",
      "space-group"
    )
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: claims.cif"))
    #expect(playground.exists("p/Fd-3m/claims/0000.png"))
  }

  @Test func masterPatternsAreWrittenAloneAndRead() throws {
    let playground = try Playground()
    let run = try simulate(playground, diamond, "--output", "m", "--master-pattern")
    #expect(run.status == 0, "\(run.errors)")
    let image = try PNG.read(playground.path("m/diamond.png"))
    #expect(image.image.width == 42 && image.image.height == 21 && image.bitDepth == 16)
    #expect(try playground.text("m/diamond.json").contains("\"dynamical\""))
  }

  @Test func finestPlanesFollowTheCellUnlessGivenAndAreNotMixedUpInTheCache() throws {
    let playground = try Playground()
    func master(_ folder: String, _ options: String...) throws -> (description: MasterPatternDescription, bytes: Data) {
      let arguments = ["simulate", diamond, "--output", folder, "--master-pattern", "--master-size", "21"]
      let run = try CommandRun(arguments + ["--cache", "cache"] + options, in: playground.root)
      #expect(run.status == 0, "\(run.errors)")
      let path = playground.path(folder + "/diamond.png")
      let description = try #require(MasterPatternFile.read(path).description)
      return (description, try Data(contentsOf: URL(filePath: path)))
    }
    let usual = try master("usual")
    let coarse = try master("coarse", "--minimum-spacing", "1.1")
    let again = try master("again")
    // Diamond has a primitive cell of 11 Å³.
    #expect(usual.description.smallestSpacing == 0.55 && coarse.description.smallestSpacing == 1.1)
    #expect(usual.bytes != coarse.bytes && usual.bytes == again.bytes)
  }

  @Test func senselessOptionsAreOneSentence() throws {
    let playground = try Playground()
    for (options, part) in [
      (["--size", "2"], "--size"), (["--bits", "12"], "--bits"), (["--voltage", "1"], "--voltage"),
      (["--master-size", "20"], "--master-size"), (["--per-structure", "0"], "--per-structure"),
      (["--kind", "spots", "--master-pattern"], "--master-pattern"),
    ] {
      let run = try CommandRun(
        ["simulate", diamond, "--output", "p"] + options,
        in: playground.root
      )
      #expect(run.status == 64 && run.errors.contains(part), "\(options): \(run.errors)")
    }
    let missing = try simulate(playground, "nowhere.cif", "--output", "p")
    expectFailure(missing, "nowhere.cif")
    try playground.write("c.json", "{\"dosage\": [1, 2]}")
    let conditions = try simulate(playground, diamond, "--output", "p", "--conditions", "c.json")
    expectFailure(conditions, "dosage")
    #expect(!playground.exists("p"))
  }
}
