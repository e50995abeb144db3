import Foundation
import SampleSupport

/// Labelled sequences of several channels in the text format `.ts` of the UEA archive (Bagnall et al.,
/// arXiv:1811.00075).
///
/// A line is one sequence: its channels, separated by colons, each a list of numbers separated by commas, then the
/// label.
struct TSFile {
  /// The names of the classes, in the order of the header.
  let classes: [String]
  /// The number of channels.
  let channels: Int
  /// The channels of the first step of each sequence, then those of the second, and so on.
  let sequences: [[Float]]
  /// The index of the class of each sequence.
  let labels: [Int]

  /// Reads a file.
  ///
  /// - Throws: `SampleError`.
  init(contentsOf url: URL) throws {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw SampleError(
        "\(url.path): this file cannot be read; it is in the data set JapaneseVowels of timeseriesclassification.com"
      )
    }
    try self.init(text, name: url.path)
  }

  /// Reads the text of a file.
  ///
  /// - Throws: `SampleError` that begins with the name and names the line.
  init(_ text: String, name: String) throws {
    var (classes, sequences, labels): ([String], [[Float]], [Int]) = ([], [], [])
    var (channels, isData) = (0, false)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "\(name), line \(index + 1)"
      guard isData else {
        let words = line.split(separator: " ").map(String.init)
        if words[0].lowercased() == "@classlabel" { classes = Array(words.dropFirst(2)) }
        isData = words[0].lowercased() == "@data"
        if isData && classes.isEmpty { throw SampleError("\(place): no @classLabel with classes precedes the data") }
        continue
      }
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      guard let label = classes.firstIndex(of: String(parts[parts.count - 1])) else {
        throw SampleError("\(place): the class \"\(parts[parts.count - 1])\" is not in the header")
      }
      let columns = parts.dropLast().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
      }
      guard let steps = columns.first?.count, columns.allSatisfy({ $0.count == steps }) else {
        throw SampleError("\(place): the channels do not have the same number of steps")
      }
      guard channels == 0 || columns.count == channels else {
        throw SampleError("\(place): \(columns.count) channels, but \(channels) in the lines above")
      }
      channels = columns.count
      let values = (0..<steps).flatMap { step in columns.map { $0[step] } }
      let numbers = values.compactMap { $0 }.filter(\.isFinite)
      guard numbers.count == values.count else {
        throw SampleError("\(place): a value is no number")
      }
      sequences.append(numbers)
      labels.append(label)
    }
    guard !sequences.isEmpty else { throw SampleError("\(name): there are no sequences after a line @data") }
    (self.classes, self.channels, self.sequences, self.labels) = (classes, channels, sequences, labels)
  }
}
