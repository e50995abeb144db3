import Foundation
import SymmetryClassification
import Testing

@Suite struct SplitTableTests {
  private let header = "file,class,specimen,part,fingerprint\n"

  private func table(_ text: String?) throws -> SplitTable? {
    let folder = try TemporaryFolder()
    if let text { try Data(text.utf8).write(to: URL(filePath: folder.path + "/split.csv")) }
    return try SplitTable(besideModel: folder.path + "/model.safetensors")
  }

  private func refusal(_ text: String) throws -> String {
    do {
      _ = try table(text)
    } catch {
      return "\(error)"
    }
    Issue.record("accepted: \(text)")
    return ""
  }

  @Test func writtenAndReadItIsTheSame() throws {
    let files = try TemporaryPatterns()
    let names = ["1", "2, or \"two\"", "3\n3", "4", "5"]
    for name in names {
      for className in ["a, b", "c\"d"] { try files.add("\(className)/\(name)/x.png") }
    }
    let scan = try PatternScan(PatternFolder(files.root)) { _, image in image }
    let split = try DatasetSplit(scan, validation: 0.2, test: 0.2, seed: 9)
    #expect(split.validation.count == 2 && split.test.count == 2)
    let text = SplitTable.text(scan, split: split)
    let read = try #require(try table(text))
    #expect(read.parts.count == 10)
    for (part, indices) in [
      (DatasetPart.training, split.training), (.validation, split.validation), (.test, split.test),
    ] {
      for index in indices { #expect(read.parts[scan.fingerprints[index]] == part) }
    }
  }

  @Test func whereThereIsNoneThereIsNone() throws {
    #expect(try table(nil) == nil)
    #expect(try table(header)?.parts.isEmpty == true)
  }

  @Test(arguments: [
    ["training", "test"], ["test", "training"], ["validation", "training", "test"],
  ])
  func whatWasTrainedOnIsOfTheTrainingWhateverElse(parts: [String]) throws {
    let text = parts.enumerated().map { "a/\($0).png,a,,\($1),00000000000000aa\n" }.joined()
    let fingerprint = try #require(PatternFingerprint("00000000000000aa"))
    #expect(try table(header + text)?.parts == [fingerprint: .training])
  }

  @Test func aTableThatCannotBeReadIsNotAbsent() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path + "/split.csv", 0o600) == 0)
    let error = try #require(throws: SplitTableError.self) {
      try SplitTable(besideModel: folder.path + "/model.safetensors")
    }
    #expect(error.line == nil && error.description.contains("not a regular file"))
  }

  @Test func damageIsNamedWithItsLine() throws {
    let good = header + "a/1.png,a,,training,00000000000000aa\n"
    #expect(try table(good)?.parts.count == 1)
    for (text, line) in [
      ("", 1), ("file,class\n", 1), (good + "a/2.png,a,,training\n", 3),
      (good + "a/2.png,a,,learning,00000000000000aa\n", 3),
      (good + "a/2.png,a,,test,xyz\n", 3), (good + "\"a/2.png,a,,test,00000000000000aa\n", 3),
      (String(good.dropLast(8)), 2),
    ] {
      let refusal = try refusal(text)
      #expect(refusal.contains("line \(line)"), "\(refusal)")
      #expect(refusal.contains("split.csv"), "\(refusal)")
      #expect(!refusal.contains("\n"))
    }
  }
}
