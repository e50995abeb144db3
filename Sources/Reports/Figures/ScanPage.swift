/// How large the places of a scan are drawn, in points.
enum ScanPage {
  static func cell(rows: Int, columns: Int) -> Double {
    min(12, 500 / Double(max(rows, columns, 1)))
  }
}
