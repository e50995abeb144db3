import Foundation

/// The numbers that a sample promises beside those that it measures.
public struct TargetTable: Sendable, CustomStringConvertible {
  /// The condition that a measured value must meet.
  public enum Target: Sendable {
    /// At most a value.
    case atMost(Double)
    /// At least a value.
    case atLeast(Double)
    /// Between two values.
    case within(ClosedRange<Double>)
    /// No condition: the value is stated only.
    case none
  }

  /// One number.
  private struct Row: Sendable {
    let name: String, unit: String, format: String
    let target: Target
    let measured: Double
  }

  private var rows: [Row] = []

  /// Creates an empty table.
  public init() {}

  /// Adds a number.
  ///
  /// - Parameters:
  ///   - name: the quantity.
  ///   - target: its target, in the same unit.
  ///   - measured: the measured value; one that is not a number misses every target.
  ///   - unit: the unit; empty for pure numbers.
  ///   - digits: the significant digits to print.
  public mutating func add(_ name: String, _ target: Target, measured: Double, unit: String = "", digits: Int = 4) {
    rows.append(Row(name: name, unit: unit, format: "%.\(digits)g", target: target, measured: measured))
  }

  /// The names of the numbers that miss their targets.
  public var misses: [String] {
    rows.filter { row in
      switch row.target {
      case .atMost(let limit): !(row.measured <= limit)
      case .atLeast(let limit): !(row.measured >= limit)
      case .within(let range): !range.contains(row.measured)
      case .none: false
      }
    }.map(\.name)
  }

  /// The table: one line for each number, with its name, target, measured value and verdict.
  public var description: String {
    let missed = Set(misses)
    var lines = [["", "target", "measured", ""]]
    for row in rows {
      func text(_ value: Double) -> String { String(format: row.format, value) }
      let target =
        switch row.target {
        case .atMost(let limit): "≤ " + text(limit)
        case .atLeast(let limit): "≥ " + text(limit)
        case .within(let range): text(range.lowerBound) + " to " + text(range.upperBound)
        case .none: "–"
        }
      let verdict = if case .none = row.target { "" } else { missed.contains(row.name) ? "MISSED" : "met" }
      lines.append([row.name, target, text(row.measured) + (row.unit.isEmpty ? "" : " " + row.unit), verdict])
    }
    let widths = (0..<4).map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// Throws if a number misses its target.
  ///
  /// - Throws: ``TargetMiss`` that names the numbers.
  public func verify() throws(TargetMiss) {
    if !misses.isEmpty { throw TargetMiss(names: misses) }
  }
}

/// Numbers that miss their targets.
public struct TargetMiss: Error, Equatable, CustomStringConvertible {
  /// The names of the numbers.
  public let names: [String]

  /// One sentence.
  public var description: String { "\(names.joined(separator: ", ")): outside the target" }
}
