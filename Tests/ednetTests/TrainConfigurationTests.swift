import Foundation
import Testing

@Suite struct TrainConfigurationTests {
  private func configuration(_ playground: Playground, _ run: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(
      with: Data(playground.bytes(run + "/config.json"))
    )
    return try #require(object as? [String: Any])
  }

  @Test func aRunIsRepeatedFromItsFolderAlone() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let first = try playground.train(
      "patterns",
      "--validation",
      "0.25",
      "--percentiles",
      "1",
      "99",
      "--seed",
      "7",
      "--no-mirror"
    )
    #expect(first.status == 0, "\(first.errors)")
    let again = try playground.run("train", "--config", "run/config.json", "--output", "again")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output == first.output)
    var (one, two) = (try configuration(playground, "run"), try configuration(playground, "again"))
    #expect(one.removeValue(forKey: "output") as? String == "run")
    #expect(two.removeValue(forKey: "output") as? String == "again")
    #expect(NSDictionary(dictionary: one) == NSDictionary(dictionary: two))
    #expect(one["seed"] as? Int == 7 && one["mirror"] as? Bool == false)
  }

  @Test func everyOptionStandsInIt() throws {
    let (playground, _) = try Playground.trained.get()
    let help = try playground.run("train", "--help").output
    let options = Set(
      help.matches(of: /--([a-z][a-z-]+)/).map { String($0.output.1) }
        .filter { !$0.hasPrefix("no-") }
    )
    // Options of one call and not of the run, and an option of another command.
    let others: Set = [
      "config", "overwrite", "resume", "quiet", "verbose", "help", "version", "json",
    ]
    // Options without a default.
    let unset: Set = ["start", "static-background", "tensorboard", "threads"]
    #expect(options.count > 20)
    #expect(
      Set(try configuration(playground, "run").keys)
        == options.subtracting(others).subtracting(unset).union(["patterns"])
    )
  }

  @Test func commentsAreAllowedAndTheCommandLineOverridesTheFile() throws {
    let playground = try Playground()
    try playground.addPatterns()
    try playground.write(
      "mine.json",
      """
      {
        // quick
        "size": 16, "architecture": "reference", /* short */ "epochs": 5,
        "validation": 0.25, "quiet-is-not-here": null,
      }
      """
    )
    expectFailure(
      try playground.run("train", "patterns", "--config", "mine.json"),
      "mine.json: there is no option \"quiet-is-not-here\""
    )
    try playground.write(
      "mine.json",
      "{\"size\": 16, \"architecture\": \"reference\", // quick\n\"epochs\": 5}"
    )
    let run = try playground.run("train", "patterns", "--config=mine.json", "--epochs", "1")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("epoch 1/1  loss"))
    #expect(try configuration(playground, "run")["epochs"] as? Int == 1)
    let former = try playground.bytes("run/config.json")
    // Short names and flags override it, too; a value may begin with a dash.
    try playground.write(
      "mine.json",
      """
      {"size": 16, "architecture": "reference", "epochs": 1, "output": "run", "mirror": false,
       "skip-bad": true, "percentiles": [1, 99], "tensorboard": "-board", "patterns": "patterns"}
      """
    )
    for words in [["-o=new", "--mirror"], ["-qo", "newer", "--no-skip-bad"]] {
      let run = try CommandRun(["train", "--config", "mine.json"] + words, in: playground.root)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try playground.bytes("run/config.json") == former)
    #expect(try configuration(playground, "new")["mirror"] as? Bool == true)
    #expect(try configuration(playground, "newer")["mirror"] as? Bool == false)
    #expect(try configuration(playground, "newer")["skip-bad"] as? Bool == false)
    #expect(try configuration(playground, "newer")["percentiles"] as? [Int] == [1, 99])
    #expect(playground.exists("-board"))
    let wrong = try playground.run("train", "--config", "mine.json", "--epochs", "x")
    #expect(wrong.errors.contains("'x'"), "\(wrong.errors)")
  }

  @Test func aBadFileIsOneSentence() throws {
    let playground = try Playground()
    expectFailure(
      try playground.run("train", "--config", "none.json"),
      "none.json: no such JSON file"
    )
    expectUsageError(
      try playground.run("train", "p", "--config"),
      "--config needs the name of a JSON file"
    )
    expectUsageError(
      try playground.run("train", "p", "--config", "a.json", "--config=b.json"),
      "--config is given twice"
    )
    try playground.write("bad.json", "{\"epochs\": {}}")
    expectFailure(try playground.run("train", "p", "--config", "bad.json"), "bad.json")
    try playground.write("bad.json", "{\"epochs\": ")
    expectFailure(try playground.run("train", "p", "--config", "bad.json"), "bad.json")
  }
}
