import Foundation
import Testing

@Suite struct TensorBoardFileTests {
  /// The records of a file, their check sums verified bit by bit.
  private func records(_ bytes: [UInt8]) throws -> [ArraySlice<UInt8>] {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    func masked(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      var sum = ~UInt32(0)
      for byte in bytes {
        for bit in 0..<8 {
          let differs = (sum ^ UInt32(byte >> bit)) & 1 == 1
          sum = sum >> 1 ^ (differs ? 0x82F6_3B78 : 0)
        }
      }
      sum = ~sum
      return UInt64((sum >> 15 | sum << 17) &+ 0xA282_EAD8)
    }
    var (rest, records) = (bytes[...], [ArraySlice<UInt8>]())
    while !rest.isEmpty {
      let length = rest.prefix(8)
      let count = Int(number(length))
      #expect(number(rest.dropFirst(8).prefix(4)) == masked(length))
      let content = rest.dropFirst(12).prefix(count)
      #expect(number(rest.dropFirst(12 + count).prefix(4)) == masked(content))
      records.append(content)
      rest = rest.dropFirst(16 + count)
    }
    return records
  }

  @Test func eachEpochHasItsScalars() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let run = try playground.train("patterns", "--validation", "0.25", "--tensorboard", "board/a")
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: playground.path("board/a")).first
    )
    #expect(name.hasPrefix("events.out.tfevents."))
    let records = try records(try playground.bytes("board/a/" + name))
    // The version, the start, five scalars for each of two epochs, and the confusion matrix.
    #expect(records.count == 2 + 2 * 5 + 1)
    #expect(String(decoding: records[0].suffix(13), as: UTF8.self) == "brain.Event:2")
    let history = try playground.text("run/history.csv").split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(Array(records[1].suffix(4)) == [0x3A, 2, 8, 1], "SessionLog.START")
    for (epoch, row) in history.dropFirst().enumerated() {
      let tags = [
        "loss/training": 2, "loss/validation": 4, "accuracy/training": 3,
        "accuracy/validation": 5, "learning rate": 1,
      ]
      for (tag, column) in tags {
        let value = try #require(Float(row[column]))
        let expected =
          Array(tag.utf8) + [0x15]
          + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
        let found = records.filter { Array($0.suffix(expected.count)) == expected }
        // Field 2 of the event is the step.
        #expect(
          found.contains { Array($0.dropFirst(9).prefix(2)) == [0x10, UInt8(epoch + 1)] },
          "\(tag)"
        )
      }
    }
    #expect(String(decoding: records[12], as: UTF8.self).contains("confusion"))
    expectFailure(
      try playground.train(
        "patterns",
        "--overwrite",
        "-q",
        "--tensorboard",
        "patterns/cF/s0/0.png/x"
      ),
      "cannot be created as a folder"
    )
  }
}
