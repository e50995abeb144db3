import Foundation
import Testing

@Suite struct CommandWordsTests {
  @Test(arguments: [
    (["train", "x", "--learning-rate", "-1"], "the learning rate must be positive, not -1.0"),
    (["train", "x", "--epochs", "-3"], "epochs must be at least 1, not -3"),
    (["train", "x", "--percentiles", "-1", "99"], "scaling low: -1.0 cannot be used"),
    (["train", "x", "--validation", "-0.5"], "the fractions -0.5 for validation"),
    (["train", "x", "--test", "1.5"], "and 1.5 for test"),
    (["train", "x", "--label-smoothing", "-1e-3"], "label smoothing"),
    (["classify", "x", "--top", "-1"], "--top must be at least 1, not -1"),
    (["classify", "x", "--reject-below", "-0.5"], "--reject-below must be a probability from 0 to 1, not -0.5"),
    (["train-simulated", "x", "--averaging", "-1"], "--averaging must be 0 or more"),
    (["simulate", "x", "--output", "o", "--voltage", "-20"], "--voltage must be 3 to 50 kV"),
    (["evaluate", "x", "--confusion", "x.txt"], "must end in one of .png, .svg, .pdf, .csv"),
    (["classify", "x", "--map", "x.txt"], "must end in one of .png, .svg, .pdf"),
    (["explain", "x", "--output", "x.txt"], "must end in one of .png, .svg, .pdf"),
    (["train", "x", "--output", ""], "The value of --output is empty"),
    (["train", "x", "--output="], "The value of --output= is empty"),
    (["train", "x", "--config"], "--config needs the name of a JSON file of options"),
    (["classify", "-", "--static-background", "mean"], "--static-background mean needs the names"),
  ]) func aWrongValueIsAnErrorOfTheCommandLine(arguments: [String], sentence: String) throws {
    expectUsageError(try CommandRun(arguments), sentence)
  }

  @Test func aMissingValueStaysOne() throws {
    let run = try CommandRun(["train", "x", "--learning-rate", "--epochs", "3"])
    #expect(run.status == 64 && run.errors.contains("Missing value for '--learning-rate"))
  }

  @Test func wordsAfterTwoHyphensStayAsTheyAre() throws {
    let run = try CommandRun(["inspect", "--model", "m", "--", "-3"])
    #expect(run.status == 1 && run.errors.contains("-3: no such file"))
  }

  @Test func aNameThatIsNotUTF8IsAnErrorThatShowsItsBytes() throws {
    let run = try CommandRun(["-c", #"ednet inspect $'Pr\xfcfung.png'"#], of: "bash")
    #expect(run.status == 64)
    #expect(run.errors.contains(#"'Pr\xFCfung.png' is not UTF-8: rename the file"#))
  }
}
