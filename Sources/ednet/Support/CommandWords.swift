import ArgumentParser
import Files
import Foundation

/// The words of the command line, as the parser needs them.
enum CommandWords {
  /// The words after the command's name, with each negative number joined to its option, as in `--learning-rate=-1`.
  ///
  /// - Throws: `ValidationError` if a word is not UTF-8, which strings of the standard library would hide, or if an
  ///   option has an empty value, as an unset variable of a shell leaves it.
  static func given() throws -> [String] {
    let words = unsafe CommandLine.unsafeArgv
    let given = try joiningNegativeNumbers(
      (1..<max(1, Int(CommandLine.argc))).compactMap { index in
        guard let word = unsafe words[index] else { return nil }
        guard let text = unsafe String(validatingCString: word) else {
          let name = unsafe FileName(
            UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) }
          )
          throw ValidationError("'\(name)' is not UTF-8: rename the file, and the folders that it is in.")
        }
        return text
      }
    )
    for (option, value) in zip(given, given.dropFirst() + ["-"]) where option.hasPrefix("--") {
      guard !value.isEmpty && !option.hasSuffix("=") else { throw ValidationError("The value of \(option) is empty.") }
    }
    return given
  }

  /// Joins negative numbers to the options before them.
  ///
  /// The parser takes a word that begins with a hyphen for an option, and would report a missing value.
  static func joiningNegativeNumbers(_ words: [String]) -> [String] {
    var joined: [String] = []
    var isAfterEnd = false
    for word in words {
      if word == "--" { isAfterEnd = true }
      if !isAfterEnd, isNegativeNumber(word), let option = joined.last, option.hasPrefix("--"), !option.contains("=") {
        joined[joined.count - 1] = "\(option)=\(word)"
      } else {
        joined.append(word)
      }
    }
    return joined
  }

  private static func isNegativeNumber(_ word: String) -> Bool { word.hasPrefix("-") && Double(word) != nil }
}
