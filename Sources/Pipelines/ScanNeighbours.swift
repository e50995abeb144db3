import SymmetryClassification

/// The neighbours of each image in a scan.
struct ScanNeighbours {
  private let grid: ScanGrid
  /// The position of each image.
  private let positions: [Int: Int]

  /// Finds the positions of the images.
  init(_ grid: ScanGrid) {
    self.grid = grid
    positions = Dictionary(
      uniqueKeysWithValues: grid.files.enumerated().compactMap { position, file in file.map { ($0, position) } }
    )
  }

  /// The images around an image, row by row and without itself.
  ///
  /// - Parameters:
  ///   - image: the number of the image.
  ///   - radius: the greatest distance along rows and columns.
  /// - Returns: the numbers of the images.
  func images(around image: Int, radius: Int) -> [Int] {
    guard let position = positions[image] else { return [] }
    let (row, column) = (position / grid.columns, position % grid.columns)
    let rows = max(row - radius, 0)...min(row + radius, grid.rows - 1)
    let columns = max(column - radius, 0)...min(column + radius, grid.columns - 1)
    return rows.flatMap { row in columns.compactMap { grid.files[row * grid.columns + $0] } }.filter { $0 != image }
  }
}
