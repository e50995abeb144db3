import SampleSupport

extension CommaSeparatedTable.Row {
  /// The ion in a column.
  func ion(_ column: String) throws(SampleError) -> Ion {
    guard let ion = Ion(self[column]) else {
      throw SampleError("\(location): \"\(self[column])\" is not an ion as Al3+ is")
    }
    return ion
  }
}
