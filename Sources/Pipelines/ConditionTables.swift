import Files
import Imaging
import SymmetryClassification

/// The tables `patterns.csv` beside and above images, read once.
struct ConditionTables {
  private var tables: [String: PatternTable?] = [:]

  /// The conditions of an image, by the row of the image, else by that of its file.
  ///
  /// - Throws: `PipelineError` for a damaged table or a wrong field.
  mutating func conditions(of image: ImageReference) throws -> StatedConditions {
    // The table of simulated patterns is above the folders of classes and specimens.
    var (folder, name) = (image.path.parentFolder, image.path.lastPathComponent)
    for _ in 0..<3 {
      if let table = try table(in: folder) {
        let indexed = image.index.flatMap { table.rows["\(ImageReference(path: name, index: $0))"] }
        if let row = indexed ?? table.rows[name] {
          do { return try StatedConditions(row) } catch {
            throw PipelineError("\(folder)/\(PatternTable.fileName): \(name): \(error)")
          }
        }
      }
      name = folder.lastPathComponent + "/" + name
      folder = folder.parentFolder
    }
    return StatedConditions()
  }

  private mutating func table(in folder: String) throws -> PatternTable? {
    if let known = tables[folder] { return known }
    let path = folder + "/" + PatternTable.fileName
    var table: PatternTable?
    if FileStatus(path) != nil {
      do { table = try PatternTable(FileBytes.read(path)) } catch let error as CSV.SyntaxError {
        throw PipelineError("\(path), \(error)")
      }
    }
    tables[folder] = .some(table)
    return table
  }
}
