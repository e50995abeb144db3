/// The positions in the names of a scan's files.
struct ScanNames {
  /// The row and the column of each file, with their signs.
  let rows: [ScanNumber]
  let columns: [ScanNumber]
  /// True if letters such as x and y name the axes; false for two bare numbers, of which the first is in `columns`.
  let isLabeled: Bool
  /// The readings that the names do not settle.
  let notes: [ScanNote]

  private typealias Position = (row: ScanNumber, column: ScanNumber)

  /// Reads the positions; nil if the names hold none.
  ///
  /// - Throws: `ClassificationError` if only some names have a position, or a number cannot be read to its end.
  init?(_ names: [String], readings: Set<ScanReading>) throws(ClassificationError) {
    guard let example = names.first else { return nil }
    func split(_ decimalComma: Bool) -> [[ScanToken]?] { names.map { ScanToken.split($0, decimalComma: decimalComma) } }
    let isDecimal = !readings.contains(.separatingComma)
    var tokens = split(isDecimal)
    var notes: [ScanNote] = []
    var positions: [Position]
    if let index = tokens.indices.first(where: { tokens[$0].map { Self.labeled($0) != nil } ?? false }) {
      (positions, notes) = try Self.labeledPositions(names, tokens, like: index)
      isLabeled = true
    } else {
      var pairs = Self.pairs(tokens)
      if pairs == nil && isDecimal && !readings.contains(.decimalComma) {
        // A comma in 3,4 separates, since a single number is no position.
        tokens = split(false)
        pairs = Self.pairs(tokens)
      }
      guard let pairs else { return nil }
      positions = pairs
      isLabeled = false
    }
    func first(_ property: (ScanNumber) -> Bool) -> (name: String, number: ScanNumber)? {
      zip(names, positions).lazy.compactMap { name, position in
        [position.column, position.row].first(where: property).map { (name, $0) }
      }.first
    }
    if let comma = first(\.hasComma), !readings.contains(.decimalComma) { notes.append(.commas(in: comma.name)) }
    if let found = first(\.hasExponent) { notes.append(.exponent(found.number.text, in: found.name)) }
    for axis in [positions.map(\.column), positions.map(\.row)] {
      // 0 is the same in all units.
      let measured = axis.indices.filter { axis[$0].mantissa != 0 }
      if let first = measured.first, let other = measured.first(where: { axis[$0].unit != axis[first].unit }) {
        throw .mixedScanUnits(names[first], names[other])
      }
    }
    // If every number follows a hyphen, hyphens are separators; otherwise they are signs.
    let all = positions.allSatisfy { $0.row.hyphen == .ambiguous && $0.column.hyphen == .ambiguous }
    if all && readings.isDisjoint(with: [.minus, .hyphen]) { notes.append(.hyphens(in: example)) }
    let areSigns = readings.contains(.minus) || (!all && !readings.contains(.hyphen))
    rows = positions.map { $0.row.signed(hyphensAreSigns: areSigns) }
    columns = positions.map { $0.column.signed(hyphensAreSigns: areSigns) }
    self.notes = notes
  }

  // MARK: x and y

  /// The numbers after the letters of each axis.
  private struct Labeled {
    var columns: [(label: String, number: ScanNumber)] = []
    var rows: [(label: String, number: ScanNumber)] = []

    /// The last x and y, or the last column and row of any letters.
    var position: Position? {
      if let column = columns.last(where: { $0.label == "x" }), let row = rows.last(where: { $0.label == "y" }) {
        return (row.number, column.number)
      }
      guard let column = columns.last, let row = rows.last else { return nil }
      return (row.number, column.number)
    }
  }

  /// The numbers after letters; nil unless both axes have one.
  private static func labeled(_ tokens: [ScanToken]) -> Labeled? {
    var found = Labeled()
    for (index, token) in tokens.enumerated() {
      guard case .number(let number) = token else { continue }
      var word = index - 1
      if tokens.indices.contains(word), case .separator(let text) = tokens[word], text.allSatisfy("_ =:([".contains) {
        word -= 1
      }
      guard tokens.indices.contains(word), case .word(let label) = tokens[word] else { continue }
      switch ScanToken.labels[label] {
      case .column: found.columns.append((label, number))
      case .row: found.rows.append((label, number))
      case nil: break
      }
    }
    return found.position == nil ? nil : found
  }

  private static func labeledPositions(
    _ names: [String],
    _ tokens: [[ScanToken]?],
    like example: Int
  ) throws(ClassificationError) -> ([Position], [ScanNote]) {
    var positions: [Position] = []
    var notes: [ScanNote] = []
    for (name, tokens) in zip(names, tokens) {
      guard let found = tokens.flatMap({ labeled($0) }), let position = found.position else {
        throw .noScanPosition(file: name)
      }
      for number in [position.column, position.row] where number.isCut {
        throw .cutScanPosition(file: name, number: number.text)
      }
      if notes.isEmpty, found.columns.count > 1 || found.rows.count > 1 {
        notes.append(.repeatedAxis("\(position.column.text), \(position.row.text)", in: name))
      }
      positions.append(position)
    }
    return (positions, notes)
  }

  // MARK: Bare numbers

  /// The two numbers of each name, or the two that vary if there are more; nil if names differ in their count.
  private static func pairs(_ tokens: [[ScanToken]?]) -> [Position]? {
    var numbers: [[ScanNumber]] = []
    for tokens in tokens {
      guard let tokens else { return nil }
      numbers.append(tokens.compactMap { if case .number(let number) = $0 { number } else { nil } })
    }
    guard let count = numbers.first?.count, count >= 2, numbers.allSatisfy({ $0.count == count }) else { return nil }
    var places = Array(0..<count)
    if count > 2 { places.removeAll { place in numbers.allSatisfy { $0[place] == numbers[0][place] } } }
    guard places.count == 2 else { return nil }
    let pairs = numbers.map { (row: $0[places[1]], column: $0[places[0]]) }
    return pairs.contains { $0.row.isCut || $0.column.isCut } ? nil : pairs
  }
}
