import Foundation
import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct TrainingCheckpointsTests {
  private func parameters(_ playground: Playground, _ run: String) throws -> [[Float]] {
    let classifier = try Classifier(contentsOf: playground.path(run + "/model.safetensors"))
    return [classifier.model.parameters] + (classifier.ensemble?.others.map(\.parameters) ?? [])
  }

  private func losses(_ playground: Playground, _ run: String) throws -> [[String]] {
    try CSV.records(playground.bytes(run + "/history.csv")).map { record in
      Array(record.fields[..<6] + record.fields[8...])
    }
  }

  @Test func aRunKilledAtAnyMomentResumesToTheSameBits() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let options = ["--size", "16", "--architecture", "reference", "--validation", "0.25"]
    let epochs = ["--epochs", "200"]
    let whole = try CommandRun(
      ["train", "patterns", "--output", "whole"] + options + epochs,
      in: playground.root
    )
    #expect(whole.status == 0, "\(whole.errors)")
    // The shell kills it after a time that grows by little, so that some deaths fall into the writing of files; each
    // time it resumes the killed run, or starts again if that one was complete.
    let command = (["ednet", "train", "patterns", "--output", "killed"] + options + epochs)
      .joined(separator: " ")
    let script = """
      deaths=0
      for delay in $(for round in {1..5}; do echo 0.0{3..9} 0.{10..30}; done); do
        resume=; ls killed/checkpoint* > /dev/null 2>&1 && resume=--resume
        timeout -s KILL $delay \(command) $resume > /dev/null 2>> errors
        case $? in 137) deaths=$((deaths + 1)) ;; 0) rm -rf killed ;; esac
        [ $deaths -ge 20 ] && break
      done
      echo $deaths
      \(command) $(ls killed/checkpoint* > /dev/null 2>&1 && echo --resume)
      """
    let killed = try CommandRun(["-c", script], of: "bash", in: playground.root, timeout: 120)
    #expect(killed.status == 0, "\(killed.errors)")
    let deaths = killed.outputByLine.first.flatMap { Int($0) } ?? 0
    #expect(deaths >= 20, "\(killed.output)")
    // Nothing was found broken on the way.
    #expect(!(try playground.text("errors")).contains("error:"))
    #expect(try parameters(playground, "killed") == parameters(playground, "whole"))
    #expect(try losses(playground, "killed") == losses(playground, "whole"))
    #expect(killed.output.hasSuffix(whole.output), "the evaluations agree")
    let names = try FileManager.default.contentsOfDirectory(atPath: playground.path("killed"))
    #expect(
      Set(names) == [
        "model.safetensors", "checkpoint.safetensors", "config.json", "history.csv", "split.csv",
        "evaluation.json", "confusion.csv", "report.html",
      ]
    )
  }

  @Test func aRunKilledWhileItIsWrittenOverIsTheOldOneOrTheNewOne() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let options = ["--size", "16", "--architecture", "reference", "--epochs", "5"]
    func train(_ run: String, _ more: String...) throws {
      let done = try CommandRun(
        ["train", "patterns", "--output", run] + options + more,
        in: playground.root
      )
      #expect(done.status == 0, "\(done.errors)")
    }
    try train("old", "--seed", "7")
    try train("new", "--validation", "0.25")
    // Debug and release builds come to their first epoch at times that are far apart.
    let delays = ["0.02", "0.03", "0.04", "0.06", "0.1", "0.3", "0.6", "1.2"]
    let command = (["ednet", "train", "patterns", "--validation", "0.25", "-q"] + options)
      .joined(separator: " ")
    let script = """
      for delay in \(delays.joined(separator: " ")); do
        cp -r old killed-$delay
        timeout -s KILL $delay \(command) --output killed-$delay --overwrite > /dev/null 2>> errors
        \(command) --output killed-$delay --resume > /dev/null 2>> refusals ||
          \(command) --output killed-$delay --overwrite > /dev/null 2>> errors
        cmp killed-$delay/split.csv new/split.csv || exit 1
        cmp killed-$delay/confusion.csv new/confusion.csv || exit 1
        mv killed-$delay/model.safetensors killed-$delay.safetensors
      done
      """
    let run = try CommandRun(["-c", script], of: "bash", in: playground.root, timeout: 300)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    #expect(!(try playground.text("errors")).contains("error:"))
    // The old run is never resumed as if it were the new one.
    let refusals = try playground.text("refusals").split(separator: "\n").filter {
      $0.hasPrefix("error:")
    }
    #expect(
      refusals.allSatisfy {
        $0.contains("cannot be resumed with ") || $0.contains("no run to resume")
      },
      "\(refusals)"
    )
    #expect(refusals.contains { $0.contains("other patterns") }, "\(refusals)")
    let expected = try parameters(playground, "new")
    for delay in delays {
      let model = try Classifier(contentsOf: playground.path("killed-\(delay).safetensors")).model
      #expect([model.parameters] == expected)
    }
  }

  @Test func anEnsembleResumesInTheBrokenTraining() throws {
    let playground = try Playground()
    try playground.addPatterns()
    func train(
      _ run: String,
      _ more: String...,
      killedAfter text: String? = nil
    ) throws -> CommandRun {
      try CommandRun(
        ["train", "patterns", "--output", run] + Playground.small
          + ["--validation", "0.25", "--ensemble", "2", "--restarts", "2"] + more,
        in: playground.root,
        signal: text.map { (SIGKILL, $0) }
      )
    }
    #expect(try train("whole").status == 0)
    #expect(try train("killed", killedAfter: "network 2 of 2, initialisation 1").status == -SIGKILL)
    let rest = try train("killed", "--resume")
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(rest.errorsByLine.filter { $0.hasPrefix("epoch ") }.count <= 5, "two were done")
    #expect(try parameters(playground, "killed") == parameters(playground, "whole"))
    #expect(try losses(playground, "killed") == losses(playground, "whole"))
  }

  @Test func anythingThatCannotBeResumedIsRefused() throws {
    let playground = try Playground()
    try playground.addPatterns()
    expectFailure(
      try playground.train("patterns", "--resume"),
      "there is no run to resume: run/checkpoint.safetensors does not exist"
    )
    #expect(!playground.exists("run"))
    #expect(try playground.train("patterns").status == 0)
    // An existing run is not written over unasked.
    expectFailure(try playground.train("patterns"), "continue the run with --resume")
    expectFailure(
      try playground.train("patterns", "--resume", "--size", "32", "-q"),
      "run/checkpoint.safetensors cannot be resumed with --size 32 instead of 16, other network; resume with"
    )
    let configuration = try playground.bytes("run/config.json")
    for (options, name) in [
      (["--background", "none"], "--background none instead of divide"),
      (["--seed", "5"], "--seed 5 instead of 1"),
      (["--validation", "0.4"], "--validation 0.4 instead of 0.2"),
      (["--learning-rate", "0.1"], "--learning-rate 0.1 instead of 0.002"),
    ] {
      expectFailure(
        try CommandRun(
          ["train", "patterns"] + Playground.small + ["--resume", "-q"] + options,
          in: playground.root
        ),
        "cannot be resumed with \(name)"
      )
    }
    expectFailure(
      try playground.train("patterns", "--resume", "-q", "--ensemble", "2"),
      "run/checkpoint.safetensors cannot be resumed with --ensemble 2 instead of 1; resume with"
    )
    // A refused command changes nothing.
    #expect(try playground.bytes("run/config.json") == configuration)
    let longer = try playground.train("patterns", "--resume", "--epochs", "3")
    #expect(longer.status == 0, "\(longer.errors)")
    #expect(longer.errors.contains("resumed with --epochs 3 instead of 2"))
    #expect(try losses(playground, "run").count == 4)
    try playground.write("run/checkpoint.safetensors", "no checkpoint")
    let before = try playground.bytes("run/model.safetensors")
    expectFailure(try playground.train("patterns", "--resume", "-q"), "run/checkpoint.safetensors")
    #expect(try playground.bytes("run/model.safetensors") == before)
  }

  @Test func aSecondTrainingIntoTheSameFolderIsRefusedUntilTheFirstHasDied() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let command = "ednet train patterns --size 16 --architecture reference --output new"
    let script = """
      \(command) --epochs 100000 2> /dev/null & first=$!
      until [ -e new/.ednet-lock ]; do sleep 0.01; done
      \(command) --epochs 2 2> second; echo second $?
      \(command) --epochs 2 --overwrite 2> third; echo third $?
      kill -KILL $first; wait $first
      \(command) --epochs 2 --overwrite 2> fourth; echo fourth $?
      """
    let run = try CommandRun(["-c", script], of: "bash", in: playground.root, timeout: 120)
    for name in ["second 1", "third 1", "fourth 0"] { #expect(run.outputByLine.contains { $0 == name }, "\(run)") }
    for name in ["second", "third"] {
      #expect(
        try playground.text(name).split(separator: "\n").filter { $0.hasPrefix("error: ") } == [
          "error: another training is writing to new; wait for its end, or choose another folder with --output"
        ]
      )
    }
    #expect(!playground.exists("new/.ednet-lock"))
  }

  @Test func aFullDiskLosesNothing() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let options = (["train", "patterns"] + Playground.small).joined(separator: " ")
    #expect(try playground.train("patterns").status == 0)
    let (model, checkpoint) = (
      try playground.bytes("run/model.safetensors"),
      try playground.bytes("run/checkpoint.safetensors")
    )
    // No file may become longer than 8 kB: as a disk that is full in the middle of the writing.
    let run = try CommandRun(
      ["-c", "trap '' XFSZ; ulimit -f 8; ednet \(options) --resume --epochs 4"],
      of: "bash",
      in: playground.root
    )
    #expect(run.status == 1)
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(try playground.bytes("run/model.safetensors") == model)
    #expect(try playground.bytes("run/checkpoint.safetensors") == checkpoint)
  }
}
