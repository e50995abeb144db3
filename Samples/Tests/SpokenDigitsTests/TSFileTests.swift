import SampleSupport
import Testing

@testable import SpokenDigits

@Suite struct TSFileTests {
  static let header = "# a remark\n@problemName Test\n@classLabel true b a\n@data\n"

  @Test func sequencesAreReadStepByStep() throws {
    let file = try TSFile(Self.header + "1,2,3:4,5,6:a\n\n-1.5:2e-1:b\r\n", name: "x.ts")
    #expect(file.classes == ["b", "a"])
    #expect(file.channels == 2)
    #expect(file.sequences == [[1, 4, 2, 5, 3, 6], [-1.5, 0.2]])
    #expect(file.labels == [1, 0])
  }

  @Test(arguments: [
    ("1,2:3,4:c", "line 5: the class \"c\""), ("1,2:3:a", "line 5: the channels do not have"),
    ("1,2:3,x:a", "line 5: a value is no number"), ("1,:3,4:a", "line 5: a value is no number"),
    ("nan:1:a", "line 5: a value is no number"), ("1:2:a\n1:b", "line 6: 1 channels, but 2"), ("a", "line 5:"),
    ("", "no sequences"),
  ]) func everyOtherFileIsOneSentence(text: String, words: String) {
    let error = #expect(throws: SampleError.self) { try TSFile(Self.header + text, name: "x.ts") }
    #expect(error?.description.hasPrefix("x.ts") == true)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func aHeaderWithoutClassesIsRefused() {
    #expect(throws: SampleError("x.ts, line 1: no @classLabel with classes precedes the data")) {
      try TSFile("@data\n1:2:a", name: "x.ts")
    }
  }
}
