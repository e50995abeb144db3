import Foundation
import SymmetryClassification
import Testing

@Suite struct EvaluateTests {
  private struct Report: Decodable {
    struct Row: Decodable {
      var `class`: String
      var precision, recall, f1: Double
      var support: Int
    }
    struct PerSpecimen: Decodable {
      var accuracy: Double?
      var count: Int
    }
    var accuracy, balancedAccuracy, top2, macroF1, mcc: Double
    var count: Int
    var classes: [String]
    var confusion: [[Int]]
    var perClass: [Row]
    var perSpecimen: PerSpecimen
    var intervals: [String: [Double]?]
  }

  private func trained() throws -> Playground { try Playground.trained.get().playground }

  private func report(_ arguments: String...) throws -> Report {
    let run = try CommandRun(
      ["evaluate", "--format", "json", "-q"] + arguments,
      in: trained().root
    )
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
  }

  @Test func jsonCarriesAllNumbers() throws {
    let report = try report("patterns")
    #expect(Set(report.classes) == ["cF", "cI", "hP"])
    // A specimen of each class for test; those for validation chose the epoch.
    #expect(report.count == 9)
    #expect(report.confusion.count == 3 && report.confusion.allSatisfy { $0.count == 3 })
    #expect(report.confusion.map { $0.reduce(0, +) } == [3, 3, 3])
    let right = (0..<3).reduce(0) { $0 + report.confusion[$1][$1] }
    #expect(abs(report.accuracy - Double(right) / 9) < 1e-12)
    #expect(report.top2 >= report.accuracy && report.top2 <= 1)
    #expect(report.perClass.map(\.class) == report.classes)
    #expect(report.perClass.allSatisfy { $0.support == 3 })
    #expect(report.perSpecimen.count == 3)
    let interval = try #require(report.intervals["accuracy"] ?? nil)
    #expect(interval.count == 2 && interval[0] <= report.accuracy && report.accuracy <= interval[1])
  }

  @Test func thresholdsLeaveSomeUnknown() throws {
    let playground = try trained()
    let run = try playground.run("evaluate", "patterns", "-q", "--reject-below", "0.5")
    #expect(
      run.status == 0
        && run.output.contains("Selective prediction: answers below the threshold are unknown")
    )
    expectFailure(
      try playground.run("evaluate", "patterns", "-q", "--error-rate", "0.01"),
      "cannot guarantee an error rate of 0.01"
    )
    let both = try playground.run(
      "evaluate",
      "patterns",
      "-q",
      "--error-rate",
      "0.5",
      "--by",
      "lattice-system"
    )
    #expect(both.status == 64)
  }

  @Test func partsAreThoseOfTheTraining() throws {
    #expect(try report("patterns", "--part", "all").count == 36)
    #expect(try report("patterns", "--part", "training").count == 18)
    #expect(try report("patterns", "--part", "validation").count == 9)
    #expect(try report("patterns", "--part", "test").count == 9)
    let run = try trained().run("evaluate", "patterns")
    #expect(run.errors.contains("patterns: 9 (27 excluded; see --part)"))
  }

  @Test func trainedPatternsAreKnownAgainUnderOtherNames() throws {
    let playground = try Playground()
    try FileManager.default.copyItem(
      atPath: trained().path("patterns"),
      toPath: playground.path("moved")
    )
    try playground.addPattern("moved/hP/new/1.png", .diagonal, number: 777)
    let run = try playground.run("evaluate", "moved", "-m", trained().path("run"))
    #expect(run.status == 0 && run.errors.contains("patterns: 10 (27 excluded"))
  }

  @Test func textAndCSVCarryTheSameNumbers() throws {
    let report = try report("patterns")
    let csv = try trained().run("evaluate", "patterns", "--format", "csv", "-q")
    let records = try CSV.records(Array(csv.output.utf8)).map(\.fields)
    #expect(records[0] == ["level", "metric", "class", "value", "low", "high"])
    func value(_ metric: String, _ name: String = "") -> Double? {
      records.first { $0[0] == "pattern" && $0[1] == metric && $0[2] == name }
        .flatMap { Double($0[3]) }
    }
    #expect(value("accuracy") == report.accuracy && value("mcc") == report.mcc)
    #expect(value("macroF1") == report.macroF1 && value("count") == 9)
    for row in report.perClass { #expect(value("recall", row.class) == row.recall) }
    let text = try trained().run("evaluate", "patterns", "-q")
    #expect(text.status == 0 && text.errors.isEmpty)
    #expect(report.classes.allSatisfy(text.output.contains))
  }

  @Test func confusionIsWrittenOnDemand() throws {
    let playground = try Playground()
    let place = playground.path("confusion.csv")
    let report = try report("patterns", "--confusion", place)
    let records = try CSV.records(playground.bytes("confusion.csv")).map(\.fields)
    #expect(records[0] == ["true\\predicted"] + report.classes)
    #expect(records.dropFirst().map { $0.dropFirst().compactMap { Int($0) } } == report.confusion)
    let run = try trained().run("evaluate", "patterns", "--confusion", "/proc/no/c.csv", "-q")
    #expect(run.status == 1 && run.errorLines.count == 1)
    expectUsageError(
      try trained().run("evaluate", "patterns", "--confusion", "c.jpg", "-q"),
      "c.jpg: the name of a figure must end in one of .png, .svg, .pdf, .csv"
    )
  }

  @Test func aPageSaysWhatItIsOf() throws {
    let (own, trained) = (try Playground(), try trained())
    func page(_ options: String...) throws -> String {
      let path = own.path("page.html")
      let run = try CommandRun(
        ["evaluate", "patterns", "-q", "--report", path] + options,
        in: trained.root
      )
      #expect(run.status == 0, "\(run.errors)")
      return try own.text("page.html")
    }
    let unseen = try page("--by", "lattice-system")
    #expect(unseen.contains("patterns, none of them in the training set"))
    // The classes of the folder, of each of which there are patterns, whatever was compared.
    for name in ["cF", "cI", "hP"] {
      #expect(unseen.contains("<th scope=\"row\">\(name)</th><td>1</td><td>3</td>"))
    }
    try FileManager.default.copyItem(
      atPath: trained.path("run/model.safetensors"),
      toPath: own.path("alone.safetensors")
    )
    let unknown = try page("-m", own.path("alone.safetensors"))
    #expect(unknown.contains("patterns, some of them perhaps in the training set"))
  }

  @Test func finerClassesAreRolledUpWhereTheyDetermineIt() throws {
    let fine = try report("patterns")
    let bravais = try report("patterns", "--by", "bravais")
    #expect(bravais.classes == fine.classes && bravais.confusion == fine.confusion)
    let system = try report("patterns", "--by", "lattice-system")
    #expect(system.classes == ["hexagonal", "cubic"])
    #expect(system.confusion.map { $0.reduce(0, +) } == [3, 6])
    // cF and cI have a specimen of the same name: two crystals, whichever system both have.
    #expect(system.perSpecimen.count == fine.perSpecimen.count)
  }

  @Test(arguments: [
    ("crystal-system", "trigonal or hexagonal"), ("laue", "does not determine the Laue class"),
    ("point-group", "does not determine"), ("space-group", "does not determine"),
  ])
  func levelsThatAreNotDeterminedAreRefused(level: String, reason: String) throws {
    let run = try trained().run("evaluate", "patterns", "--by", level, "-q")
    expectFailure(run, reason)
  }

  @Test func classesThatTheModelDoesNotKnowAreNamed() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPatterns("other", classes: ["cF", "tetragonal steel", "zzz"], from: 500)
    let run = try playground.run("evaluate", "other", "-m", model, "-q")
    expectFailure(run, "tetragonal steel, zzz", "--by")
    expectFailure(
      try playground.run("evaluate", "other", "-m", model, "-q", "--by", "bravais"),
      "tetragonal steel"
    )
    try playground.addPatterns("same", classes: ["cI", "fcc", "hP"], from: 500)
    let same = try playground.run("evaluate", "same", "-m", model, "-q", "--part", "all")
    expectFailure(same, "the model has no class fcc, only hP, cI, cF; --by compares", "it; did you mean cF?")
    #expect(
      same.errors.hasPrefix("warning: the classes cF and fcc mean the same; put their patterns into one folder\n")
    )
    // Truth at another level than the model's: both determine the lattice system.
    try playground.addPatterns("groups", classes: ["Fm-3m", "Im-3m", "P6_3_mmc"], from: 500)
    let rolled = try playground.run(
      "evaluate",
      "groups",
      "-m",
      model,
      "--by",
      "lattice-system",
      "--format",
      "json",
      "-q"
    )
    #expect(rolled.status == 0, "\(rolled.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(rolled.output.utf8))
    #expect(report.classes == ["hexagonal", "cubic"])
    #expect(report.confusion.map { $0.reduce(0, +) } == [12, 24])
  }

  @Test func unreadableFilesAreListed() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPatterns("p", specimens: 1, images: 1, from: 500)
    try playground.write("p/cF/bad.png", "no image")
    expectFailure(try playground.run("evaluate", "p", "-m", model, "-q"), lines: 1, "--skip-bad")
    let run = try playground.run("evaluate", "p", "-m", model, "--skip-bad", "-q")
    #expect(run.status == 0 && run.output.contains("3"))
  }

  @Test func emptyPartsAndDamagedTablesAreErrors() throws {
    let playground = try Playground()
    try FileManager.default.copyItem(atPath: trained().path("run"), toPath: playground.path("run"))
    try playground.addPatterns("p", specimens: 1, images: 1, from: 500)
    expectFailure(try playground.run("evaluate", "p", "--part", "test"), "none of the 3 patterns")
    expectFailure(try playground.run("evaluate", "nowhere"), "nowhere: there is no such folder")
    try playground.write("run/split.csv", "file,class\n")
    expectFailure(try playground.run("evaluate", "p"), "run/split.csv, line 1: ")
    try FileManager.default.removeItem(atPath: playground.path("run/split.csv"))
    let run = try playground.run("evaluate", "p")
    #expect(run.status == 0 && run.errors.contains("there is no split.csv beside the model"))
  }
}
