import Files
import Foundation

/// A number in the name of an image of a scan, kept exactly: `mantissa` · 10^`exponent`.
struct ScanNumber: Sendable, Equatable {
  /// The hyphen before a number.
  enum Hyphen: Sendable { case none, minus, ambiguous }

  /// The units of positions.
  enum Unit: Sendable { case metre, pixel }

  /// The digits without sign, zeros at the end included, since they state the precision.
  var mantissa: Int
  /// The power of ten of the last digit; a number in micrometres has that of metres.
  var exponent: Int
  var unit: Unit?
  var hyphen = Hyphen.none
  var hasComma = false
  var hasExponent = false
  /// True if something follows that is neither part of the number nor a separator, as in `12a` or `0.1.2`.
  var isCut = false
  /// The number as it is written.
  var text: String

  /// The number with its sign.
  func signed(hyphensAreSigns: Bool) -> ScanNumber {
    var number = self
    if hyphen == .minus || (hyphen == .ambiguous && hyphensAreSigns) { number.mantissa.negate() }
    return number
  }

  /// The powers of ten of the units of length, in metres.
  static let units: [String: (unit: Unit, exponent: Int)] = [
    "m": (.metre, 0), "cm": (.metre, -2), "mm": (.metre, -3), "um": (.metre, -6), "µm": (.metre, -6),
    "μm": (.metre, -6), "nm": (.metre, -9), "px": (.pixel, 0), "pix": (.pixel, 0),
  ]
}

/// A part of the name of an image of a scan.
enum ScanToken: Sendable {
  /// Letters.
  case word(String)
  /// A number.
  case number(ScanNumber)
  /// Anything between them.
  case separator(String)

  /// The axes that letters name.
  enum Axis: Sendable { case column, row }

  /// The words before numbers.
  static let labels: [String: Axis] = [
    "x": .column, "col": .column, "column": .column, "c": .column, "y": .row, "row": .row, "r": .row,
  ]

  /// Splits a file name, without folder and extension, into its parts; nil if a number has too many digits.
  static func split(_ name: String, decimalComma: Bool) -> [ScanToken]? {
    var scanner = ScanNameScanner(name, decimalComma: decimalComma)
    return scanner.scan()
  }
}

/// A scanner of a name.
private struct ScanNameScanner {
  private let scalars: [Unicode.Scalar]
  private let decimalComma: Bool
  private var index = 0
  private var tokens: [ScanToken] = []

  init(_ name: String, decimalComma: Bool) {
    var stem = name.lastPathComponent.lowercased()
    // An extension begins with a letter; .50 is a decimal.
    if let match = stem.firstMatch(of: /\.[a-z][a-z0-9]*$/) { stem.removeSubrange(match.range) }
    scalars = Array(stem.unicodeScalars)
    self.decimalComma = decimalComma
  }

  private func isDigit(_ place: Int) -> Bool {
    scalars.indices.contains(place) && (48...57).contains(scalars[place].value)
  }

  private func isLetter(_ place: Int) -> Bool {
    scalars.indices.contains(place) && scalars[place].properties.isAlphabetic
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  mutating func scan() -> [ScanToken]? {
    while index < scalars.count {
      if isLetter(index) {
        tokens.append(.word(letters(from: index)))
        index += letters(from: index).unicodeScalars.count
      } else if startsNumber {
        guard let number = number() else { return nil }
        tokens.append(.number(number))
      } else {
        if case .separator(let before) = tokens.last {
          tokens[tokens.count - 1] = .separator(before + text(index..<index + 1))
        } else {
          tokens.append(.separator(text(index..<index + 1)))
        }
        index += 1
      }
    }
    return tokens
  }

  private func letters(from start: Int) -> String {
    var end = start
    while isLetter(end) { end += 1 }
    return text(start..<end)
  }

  /// True at a digit, at a sign before one, or at the point of .25; a hyphen after a number separates.
  private var startsNumber: Bool {
    let start = isSign(index) ? index + 1 : index
    guard isDigit(start) || (scalars[start...].first == "." && isDigit(start + 1)) else { return false }
    guard start > index, case .number = tokens.last else { return true }
    return scalars[index] != "-"
  }

  private func isSign(_ place: Int) -> Bool { ["-", "+", "\u{2212}"].contains(scalars[place]) }

  private mutating func number() -> ScanNumber? {
    let start = index
    var hyphen = ScanNumber.Hyphen.none
    if isSign(index) {
      if scalars[index] == "\u{2212}" { hyphen = .minus }
      if scalars[index] == "-" { if case .word = tokens.last { hyphen = .ambiguous } else { hyphen = .minus } }
      index += 1
    }
    var (digits, places) = ("", 0)
    func take(_ scanner: inout ScanNameScanner) {
      while scanner.isDigit(scanner.index) {
        digits.unicodeScalars.append(scanner.scalars[scanner.index])
        scanner.index += 1
      }
    }
    take(&self)
    var number = ScanNumber(mantissa: 0, exponent: 0, text: "")
    let marks: [Unicode.Scalar] = digits.isEmpty ? ["."] : decimalComma ? [".", ",", "p"] : [".", "p"]
    if index < scalars.count, marks.contains(scalars[index]), isDigit(index + 1) {
      number.hasComma = scalars[index] == ","
      index += 1
      let whole = digits.count
      take(&self)
      places = digits.count - whole
    }
    var power = 0
    if index < scalars.count, scalars[index] == "e" {
      let sign = index + 1 < scalars.count && isSign(index + 1) ? index + 2 : index + 1
      var end = sign
      while isDigit(end) { end += 1 }
      if end > sign {
        guard let value = Int(text(sign..<end)), value <= 100 else { return nil }
        power = sign == index + 2 && scalars[index + 1] != "+" ? -value : value
        number.hasExponent = true
        index = end
      }
    }
    number.text = text(start..<index)
    // A unit stands directly after the number.
    let word = letters(from: index)
    if let unit = ScanNumber.units[word] {
      number.unit = unit.unit
      power += unit.exponent
      index += word.unicodeScalars.count
    } else if !word.isEmpty {
      number.isCut = ScanToken.labels[word] == nil
    }
    if index + 1 < scalars.count, scalars[index] == "." || (decimalComma && scalars[index] == ",") {
      number.isCut = number.isCut || isDigit(index + 1)
    }
    guard digits.count <= 18, let mantissa = Int(digits) else { return nil }
    (number.mantissa, number.exponent, number.hyphen) = (mantissa, power - places, hyphen)
    return number
  }
}
