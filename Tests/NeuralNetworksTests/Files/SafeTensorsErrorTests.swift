import Files
import Foundation
import Testing

@testable import NeuralNetworks

@Suite struct SafeTensorsErrorTests {
  @Test(
    arguments: [
      (.notARegularFile, "is a folder, pipe or device; give the path of a safetensors file"),
      (.tooShort(byteCount: 3), "has 3 bytes, too few for a safetensors file; it is truncated or of another format"),
      (
        .malformedHeader(byte: 7, expected: "':'"),
        "has a malformed header: expected ':' at byte 7 of the header; copy the file again"
      ),
      (.duplicateKey("a", within: nil), #"has "a" twice in the header; names must be unique"#),
      (.duplicateKey("shape", within: "w"), #"has "shape" twice in "w"; names must be unique"#),
      (.unsupportedType("I8", tensor: "w"), #"tensor "w" has dtype "I8"; convert it to one of F32, F16, BF16, F64"#),
      (
        .invalidShape([1, 2, 3, 4, 5, 6, 7, 8, 9], tensor: "w"),
        #"tensor "w" has the shape [1, 2, 3, 4, 5, 6, 7, 8, …], which is negative or too large"#
      ),
      (
        .outOfRange(tensor: "w", end: 8, available: 4),
        #"tensor "w" ends at byte 8 of the data, but the file has only 4; it is truncated or damaged"#
      ),
      (.overlap(tensor: "b", with: "a"), #"tensors "b" and "a" overlap; the file is damaged"#),
      (.valueCountMismatch(tensor: "w", shape: [2, 2], count: 3), #"tensor "w" has the shape [2, 2] but 3 values"#),
    ] as [(SafeTensorsError.Reason, String)]
  )
  func messagesNameTheFileTheProblemAndTheRemedy(reason: SafeTensorsError.Reason, text: String) {
    #expect(SafeTensorsError(file: "m", reason: reason).description == "m: " + text)
    #expect(SafeTensorsError(file: nil, reason: reason).description == "safetensors content: " + text)
  }

  @Test(
    arguments: [
      (.folder, .notARegularFile), (.notARegularFile, .notARegularFile),
      (.tooLarge(byteCount: 9, limit: 8), .fileTooLarge(byteCount: 9)),
      (.shortened, .system(action: "read the file", message: "it became shorter meanwhile")),
      (.system(code: ENOENT), .system(action: "read the file", message: "no such file or directory")),
    ] as [(FileError.Cause, SafeTensorsError.Reason)]
  )
  func errorsOfFilesAreWrapped(cause: FileError.Cause, reason: SafeTensorsError.Reason) {
    let error = FileError(file: "m", action: "read the file", cause: cause)
    #expect(SafeTensorsError(error) == SafeTensorsError(file: "m", reason: reason))
  }

  @Test func messageOfAHostileNameIsHarmless() throws {
    let name = "\\u001b[2J" + String(repeating: "n", count: 3000)
    let error = try #require(throws: SafeTensorsError.self) {
      try decoded(fileBytes("{\"\(name)\":{}}"))
    }
    #expect(!error.description.unicodeScalars.contains("\u{1B}"))
    #expect(error.description.utf8.count < 300)
  }
}
