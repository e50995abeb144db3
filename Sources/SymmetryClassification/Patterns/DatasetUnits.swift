/// The units that a split keeps together: specimens, groups of images with the same bytes, and single images.
struct DatasetUnits {
  /// The units of one class: specimens, or images without.
  struct Stratum {
    let className: String
    let isSpecimens: Bool
    /// The entries of each unit.
    var units: [[Int]]
  }

  /// The strata, in the order of their first entries.
  let strata: [Stratum]
  /// The units that stay in one part.
  let basis: DatasetSplit.Basis
  /// Caveats, one sentence each.
  let notes: [String]

  /// Finds the units of the entries at the indices in `pool`.
  init(_ pool: [Int], of entries: [PatternEntry], duplicates: [[Int]]) {
    var groups: [[Int]] = []
    var groupOf: [Int: Int] = [:]
    var specimens: [[String]: Int] = [:]
    for index in pool {
      if let specimen = entries[index].specimen {
        let key = [entries[index].className, specimen]
        if let group = specimens[key] {
          groups[group].append(index)
          groupOf[index] = group
          continue
        }
        specimens[key] = groups.count
      }
      groupOf[index] = groups.count
      groups.append([index])
    }
    let joined = Self.join(&groups, &groupOf, entries, duplicates)

    var strata: [Stratum] = []
    var position: [String: [Bool: Int]] = [:]
    for group in groups where !group.isEmpty {
      let name = entries[group[0]].className
      let isSpecimens = group.contains { entries[$0].specimen != nil }
      if let stratum = position[name]?[isSpecimens] {
        strata[stratum].units.append(group)
      } else {
        position[name, default: [:]][isSpecimens] = strata.count
        strata.append(Stratum(className: name, isSpecimens: isSpecimens, units: [group]))
      }
    }
    self.strata = strata
    let loose = strata.filter { !$0.isSpecimens }.map(\.className)
    basis = loose.isEmpty ? .specimen : loose.count == strata.count ? .image : .specimenOrImage
    notes = Self.notes(basis, loose: loose, joined: joined)
  }

  /// Merges units of one class that share images, and returns the number of units lost.
  private static func join(
    _ groups: inout [[Int]],
    _ groupOf: inout [Int: Int],
    _ entries: [PatternEntry],
    _ duplicates: [[Int]]
  ) -> Int {
    var joined = 0
    for like in duplicates {
      var target: [String: Int] = [:]
      for index in like {
        guard let group = groupOf[index] else { continue }
        guard let first = target[entries[index].className] else {
          target[entries[index].className] = group
          continue
        }
        guard first != group else { continue }
        for member in groups[group] { groupOf[member] = first }
        groups[first] += groups[group]
        groups[group] = []
        joined += 1
      }
    }
    return joined
  }

  private static func notes(_ basis: DatasetSplit.Basis, loose: [String], joined: Int) -> [String] {
    var notes: [String] = []
    let meaning =
      "patterns of one crystal may be on both sides, and the accuracy on them is better than it will be "
      + "on a crystal that was never seen"
    if basis == .image {
      notes.append("there are no specimen folders, so the split is by image: \(meaning)")
    } else if basis == .specimenOrImage {
      notes.append(
        "images of \(loose.joined(separator: ", ")) are in no specimen folder and split by image: " + meaning
      )
    }
    if joined > 0 { notes.append("\(joined) specimens or images share an image with another and stay with it") }
    return notes
  }
}
