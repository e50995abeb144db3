import CGemmi

/// A value of a CIF and its line; the text is nil for `?` and `.`.
struct CIFValue {
  let text: String?
  let line: Int

  /// The number without its standard uncertainty, 5.4310 for `5.4310(2)`; nil if the text is not a number.
  var number: Double? {
    guard let text else { return nil }
    var number = 0.0
    return unsafe cgemmi_cif_number(text, &number) ? number : nil
  }
}

/// A tag of a data block with its value, or with the values of all rows of its loop.
struct CIFColumn {
  let tag: String
  let line: Int
  var values: [CIFValue] = []
}

/// A data block of a CIF.
struct CIFBlock {
  let name: String
  /// The line of its `data_`.
  let line: Int
  private(set) var columns: [CIFColumn] = []

  init(name: String, line: Int) { (self.name, self.line) = (name, line) }

  /// Returns the first of the tags with a value other than `?` or `.`.
  ///
  /// - Throws: `CIFFailure` if the block has the tag twice.
  func column(_ tags: String...) throws(CIFFailure) -> CIFColumn? {
    for tag in tags {
      let matches = columns.filter { $0.tag == tag }
      if matches.count > 1 { throw CIFFailure(matches[1].line, .repeatedTag(tag)) }
      if let match = matches.first, match.values.contains(where: { $0.text != nil }) { return match }
    }
    return nil
  }

  fileprivate mutating func begin(_ tag: String, line: Int) { columns.append(CIFColumn(tag: tag, line: line)) }

  fileprivate mutating func append(_ value: CIFValue, toColumn index: Int) { columns[index].values.append(value) }
}

/// The data blocks of a CIF, parsed by gemmi.
struct CIFDocument {
  private(set) var blocks: [CIFBlock] = []

  /// Reads the bytes of a file.
  ///
  /// - Throws: `CIFFailure` if they are not valid CIF.
  init(_ bytes: [UInt8]) throws(CIFFailure) {
    let document = unsafe bytes.withUnsafeBytes { buffer in
      unsafe cgemmi_cif_read(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard let document = unsafe document else { throw CIFFailure(nil, .syntax("out of memory")) }
    defer { unsafe cgemmi_cif_free(document) }
    var failureLine = 0
    if let failure = unsafe cgemmi_cif_failure(document, &failureLine) {
      throw unsafe CIFFailure(failureLine > 0 ? failureLine : nil, .syntax(String(cString: failure)))
    }

    var isInLoop = false
    var firstColumn = 0
    var valuesInLoop = 0
    for index in unsafe 0..<cgemmi_cif_count(document) {
      let entry = unsafe cgemmi_cif_at(document, index)
      let (text, line) = unsafe (String(cString: entry.text), entry.line)
      let kind = unsafe entry.kind
      if kind == CGEMMI_CIF_BLOCK {
        blocks.append(CIFBlock(name: text, line: line))
        continue
      }
      guard let last = blocks.indices.last else { continue }
      switch kind {
      case CGEMMI_CIF_LOOP: (isInLoop, firstColumn, valuesInLoop) = (true, blocks[last].columns.count, 0)
      case CGEMMI_CIF_TAG:
        // After the values of a loop, a tag has a single value.
        if isInLoop && valuesInLoop > 0 { isInLoop = false }
        if !isInLoop { (firstColumn, valuesInLoop) = (blocks[last].columns.count, 0) }
        blocks[last].begin(Self.plainTag(text), line: line)
      default:
        let columns = blocks[last].columns.count - firstColumn
        guard columns > 0 else { continue }
        let value = CIFValue(text: kind == CGEMMI_CIF_NULL ? nil : text, line: line)
        blocks[last].append(value, toColumn: firstColumn + valuesInLoop % columns)
        valuesInLoop += 1
      }
    }
  }

  /// The tag in lower case, since tags are case-insensitive.
  ///
  /// Newer dictionaries separate category and item by a dot, and some files have more than one underscore in front.
  private static func plainTag(_ tag: String) -> String {
    "_" + tag.drop { $0 == "_" }.lowercased().replacing(".", with: "_")
  }
}
