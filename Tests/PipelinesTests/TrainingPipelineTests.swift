import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Synchronization
import TestSupport
import Testing

@testable import Pipelines

@Suite struct TrainingPipelineTests {
  private func configuration(_ folder: PatternFolderFixture) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(patterns: folder.path)
    (configuration.size, configuration.epochs, configuration.validation) = (16, 2, 0.25)
    configuration.architecture = Architecture.reference.rawValue
    return configuration
  }

  @Test func aRunInMemoryGivesAllFilesAndTheSameParametersOnAnyNumberOfThreads() throws {
    let folder = try PatternFolderFixture()
    var configuration = configuration(folder)
    configuration.threads = 1
    let store = MemoryRunStore()
    let outcome = try TrainingPipeline(configuration).run(in: store)
    #expect(
      store.names == [
        "checkpoint.safetensors", "config.json", "confusion.csv", "evaluation.json",
        "history.csv", "model.safetensors", "report.html", "split.csv",
      ]
    )
    configuration.threads = 3
    let again = try TrainingPipeline(configuration).run(in: MemoryRunStore())
    #expect(again.classifier.model.parameters == outcome.classifier.model.parameters)
    #expect(outcome.classifier.classes == ["tI", "hP", "cF"], "the order of display")
    #expect(outcome.evaluation?.predictions.isEmpty == false)
  }

  @Test func aSecondRunIsRefusedUnlessItReplacesOrResumes() throws {
    let folder = try PatternFolderFixture()
    let pipeline = TrainingPipeline(configuration(folder))
    let store = MemoryRunStore()
    let first = try pipeline.run(in: store)
    #expect(throws: PipelineError.self) { try pipeline.run(in: store) }
    let resumed = try pipeline.run(in: store, mode: .resuming)
    #expect(resumed.classifier.model.parameters == first.classifier.model.parameters)
    var longer = pipeline
    longer.configuration.epochs = 3
    #expect(try longer.run(in: store, mode: .resuming).runs[0].result.history.count == 3)
  }

  @Test func aChangedOptionIsNamedWithBothValues() throws {
    let folder = try PatternFolderFixture()
    var pipeline = TrainingPipeline(configuration(folder))
    let store = MemoryRunStore()
    _ = try pipeline.run(in: store)
    pipeline.configuration.learningRate = 0.125
    let error = #expect(throws: PipelineError.self) {
      try pipeline.run(in: store, mode: .resuming)
    }
    #expect(
      error?.description.contains("with --learning-rate 0.125 instead of 0.002; resume with")
        == true
    )
    // More patience does not change the epochs that are done.
    pipeline.configuration.learningRate = 0.002
    pipeline.configuration.patience = 7
    _ = try pipeline.run(in: store, mode: .resuming)
  }

  @Test func aRunThatStoppedEarlyContinuesWithMorePatienceToTheSameBits() throws {
    let folder = try PatternFolderFixture()
    var pipeline = TrainingPipeline(configuration(folder))
    (pipeline.configuration.epochs, pipeline.configuration.learningRate) = (12, 0.03)
    pipeline.configuration.patience = 4
    let patient = try pipeline.run(in: MemoryRunStore())
    let store = MemoryRunStore()
    pipeline.configuration.patience = 1
    let stopped = try pipeline.run(in: store)
    let (end, whole) = (stopped.runs[0].result.history.count, patient.runs[0].result.history.count)
    #expect(stopped.runs[0].result.ending == .stoppedEarly && end < whole)
    pipeline.configuration.patience = 4
    (pipeline.configuration.figures, pipeline.configuration.skipBad) = (true, true)
    (pipeline.configuration.allowDuplicates, pipeline.configuration.threads) = (true, 2)
    let resumed = try pipeline.run(in: store, mode: .resuming)
    #expect(resumed.classifier.model.parameters == patient.classifier.model.parameters)
    #expect(resumed.classifier.calibration == patient.classifier.calibration)
    #expect(resumed.runs[0].result.last.parameters == patient.runs[0].result.last.parameters)
    #expect(
      resumed.runs[0].result.history.map(\.validationLoss) == patient.runs[0].result.history.map(\.validationLoss)
    )
    #expect(store.names.contains("figures/confusion.svg"))
    // With less patience the epochs that are done would never have been.
    pipeline.configuration.patience = 1
    let model = store.read(RunFile.model)
    let error = #expect(throws: PipelineError.self) { try pipeline.run(in: store, mode: .resuming) }
    #expect(
      error?.description
        == "memory/checkpoint.safetensors cannot be resumed with --patience 1 instead of 4: the training would have "
        + "ended after epoch \(end), and it has done \(whole); resume with more patience, or start again with "
        + "--overwrite"
    )
    #expect(store.read(RunFile.model) == model)
  }

  @Test func aRunAmongItsOwnPatternsIsRefused() throws {
    let folder = try PatternFolderFixture()
    let pipeline = TrainingPipeline(configuration(folder))
    for place in ["cF", "hP/s1"] {
      let error = #expect(throws: PipelineError.self) {
        try pipeline.run(in: FolderRunStore("\(folder.path)/\(place)"))
      }
      #expect(error?.description.hasPrefix("\(folder.path)/\(place) holds patterns of the training") == true)
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/\(place)/config.json"))
    }
    // Beside the classes it does no harm.
    _ = try pipeline.run(in: FolderRunStore(folder.path))
  }

  @Test func classesThatMeanTheSameAndNumbersAreReported() throws {
    final class Messages: PipelineObserver {
      private let texts = Mutex<[String]>([])
      var all: [String] { texts.withLock { $0 } }
      func receive(_ event: PipelineEvent) {
        switch event {
        case .warning(let text): texts.withLock { $0.append("warning: " + text) }
        case .note(let text): texts.withLock { $0.append(text) }
        default: break
        }
      }
    }
    func messages(_ classes: [String]) throws -> [String] {
      let folder = try PatternFolderFixture(classes: classes)
      let observer = Messages()
      _ = try TrainingPipeline(configuration(folder)).run(in: MemoryRunStore(), observer: observer)
      return observer.all
    }
    let same = "warning: the classes fcc and cF mean the same; put their patterns into one folder"
    let swapped = "warning: the classes cF and fcc mean the same; put their patterns into one folder"
    let lattices = try messages(["cF", "fcc", "hP"])
    #expect(lattices.count { $0 == same || $0 == swapped } == 1)
    let groups = try messages(["1", "2", "10"])
    #expect(
      groups.contains("class names that are numbers are read as space groups: 1 is P1, 2 is P-1, 10 is P2/m")
    )
    #expect(!groups.contains { $0.contains("mean the same") })
  }

  @Test func aCheckpointOfAnEarlierVersionIsRefusedInOneSentence() throws {
    let folder = try PatternFolderFixture()
    let pipeline = TrainingPipeline(configuration(folder))
    let store = MemoryRunStore()
    _ = try pipeline.run(in: store)
    var old = try #require(try store.checkpoint("checkpoint.safetensors"))
    old.metadata = old.metadata.filter { !$0.key.hasPrefix("training.") }
    store.write(try old.encoded(), to: "checkpoint.safetensors")
    let error = #expect(throws: PipelineError.self) {
      try pipeline.run(in: store, mode: .resuming)
    }
    #expect(error?.description.contains("earlier version of ednet") == true)
  }

  @Test func anObserverThatFailsEndsTheRunAndKeepsTheCheckpoint() throws {
    final class Failing: PipelineObserver {
      struct Failure: Error {}
      func receive(_ event: PipelineEvent) throws {
        if case .training(.epoch) = event { throw Failure() }
      }
    }
    let folder = try PatternFolderFixture()
    let store = MemoryRunStore()
    #expect(throws: Failing.Failure.self) {
      try TrainingPipeline(configuration(folder)).run(in: store, observer: Failing())
    }
    #expect(store.names.contains("checkpoint.safetensors"))
    #expect(!store.names.contains("report.html"))
  }

  @Test func fineTuningKeepsThePreprocessingAndReplacesTheHeadForOtherClasses() throws {
    let folder = try PatternFolderFixture()
    let run = FolderRunStore(folder.path + "-run")
    defer { try? FileManager.default.removeItem(atPath: run.location) }
    var first = configuration(folder)
    first.background = .none
    let former = try TrainingPipeline(first).run(in: run).classifier

    var next = TrainingConfiguration(patterns: folder.path)
    (next.start, next.epochs, next.learningRate) = (run.location, 1, 1e-9)
    let same = try TrainingPipeline(next).run(in: MemoryRunStore()).classifier
    #expect(same.preprocessing == former.preprocessing)
    let moved = zip(same.model.parameters, former.model.parameters).map { abs($0 - $1) }.max() ?? 1
    #expect(moved < 1e-6, "the parameters are those of the model, all but unchanged")

    let other = try PatternFolderFixture(classes: ["aP", "mP"])
    next.patterns = other.path
    let tuned = try TrainingPipeline(next).run(in: MemoryRunStore()).classifier
    #expect(tuned.classes == ["aP", "mP"])
    let kept = former.model.network.plan.steps.last?.parameterRange.lowerBound ?? 0
    let drift =
      zip(tuned.model.parameters[..<kept], former.model.parameters[..<kept])
      .map { abs($0 - $1) }.max() ?? 1
    #expect(drift < 1e-6, "all layers but the last are those of the model")

    next.size = 32
    let error = #expect(throws: PipelineError.self) {
      try TrainingPipeline(next).run(in: MemoryRunStore())
    }
    #expect(error?.description.contains("--size 32 contradicts --start") == true)
    next.size = former.preprocessing.size
    next.keepOutliers = true
    let refusal = #expect(throws: PipelineError.self) { try TrainingPipeline(next).run(in: MemoryRunStore()) }
    #expect(refusal?.description.contains("--keep-outliers true contradicts --start") == true)
  }
}
