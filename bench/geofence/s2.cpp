// The same look-ups with Google's S2: s2 circles|polygons DIRECTORY
// Reads fences.tsv and fixes.tsv, writes found-s2.tsv, prints a name and a figure a line. Times are of the processor.
#include <malloc.h>
#include <s2/mutable_s2shape_index.h>
#include <s2/s2cap.h>
#include <s2/s2cell_index.h>
#include <s2/s2closest_point_query.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>
#include <s2/s2loop.h>
#include <s2/s2point_index.h>
#include <s2/s2polygon.h>
#include <s2/s2region_coverer.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr int kPasses = 7;
constexpr double kEquatorial = 6378137.0;
constexpr double kFlattening = 1 / 298.257223563;
constexpr double kEccentricitySquared = kFlattening * (2 - kFlattening);
// Curvature of the meridian at the equator: no radius on the ellipsoid is smaller, so a cap made with it is never too small.
constexpr double kLeastRadius = kEquatorial * (1 - kEccentricitySquared);

double CpuSeconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

size_t HeapBytes() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

template <typename Body>
double MedianSeconds(Body body) {
  std::vector<double> seconds;
  for (int pass = 0; pass < kPasses; ++pass) {
    const double before = CpuSeconds();
    body();
    seconds.push_back(CpuSeconds() - before);
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds[kPasses / 2];
}

S2Point PointAt(double latitude, double longitude) {
  return S2LatLng::FromDegrees(latitude, longitude).ToPoint();
}

// Metres from the middle of the ellipsoid whose normal this is.
S2Point OnEllipsoid(const S2Point& normal) {
  const double across = kEquatorial / std::sqrt(1 - kEccentricitySquared * normal.z() * normal.z());
  return S2Point(across * normal.x(), across * normal.y(), across * (1 - kEccentricitySquared) * normal.z());
}

struct Fix {
  double latitude, longitude;
};

struct Circle {
  double latitude, longitude, radius;
};

// The exact test is the one that footfall makes, so that both must find the same.
struct Exact {
  S2Point middle;
  double limit;
};

using Found = std::vector<std::pair<size_t, size_t>>;

std::vector<Fix> ReadFixes(const std::string& directory) {
  std::ifstream file(directory + "/fixes.tsv");
  std::vector<Fix> fixes;
  size_t number;
  Fix fix;
  while (file >> number >> fix.latitude >> fix.longitude) fixes.push_back(fix);
  return fixes;
}

std::vector<Circle> ReadCircles(const std::string& directory) {
  std::ifstream file(directory + "/fences.tsv");
  std::vector<Circle> circles;
  size_t key;
  Circle circle;
  while (file >> key >> circle.latitude >> circle.longitude >> circle.radius) circles.push_back(circle);
  return circles;
}

// Rings of "POLYGON((longitude latitude,...),(...))".
std::vector<std::vector<Fix>> ReadRings(const std::string& text) {
  std::vector<std::vector<Fix>> rings;
  const char* at = text.c_str() + text.find('(') + 1;
  while (*at == '(' || *at == ',') {
    at += *at == ',' ? 2 : 1;
    rings.emplace_back();
    while (*at != ')') {
      char* end;
      const double longitude = std::strtod(at, &end);
      const double latitude = std::strtod(end, &end);
      rings.back().push_back({latitude, longitude});
      at = *end == ',' ? end + 1 : end;
    }
    ++at;
  }
  return rings;
}

std::unique_ptr<S2Polygon> PolygonOf(const std::string& text) {
  std::vector<std::unique_ptr<S2Loop>> loops;
  for (const auto& ring : ReadRings(text)) {
    std::vector<S2Point> points;
    for (size_t i = 0; i + 1 < ring.size(); ++i) points.push_back(PointAt(ring[i].latitude, ring[i].longitude));
    loops.push_back(std::make_unique<S2Loop>(points));
    loops.back()->Normalize();
  }
  return std::make_unique<S2Polygon>(std::move(loops));
}

void Write(const std::string& directory, const Found& found) {
  std::ofstream file(directory + "/found-s2.tsv");
  for (const auto& [fix, key] : found) file << fix << '\t' << key << '\n';
}

void Print(const char* name, double figure) { std::printf("%s %.6g\n", name, figure); }

void Circles(const std::string& directory) {
  const auto fixes = ReadFixes(directory);
  const auto circles = ReadCircles(directory);
  const size_t heap_before = HeapBytes();
  const double before = CpuSeconds();
  std::vector<Exact> exact;
  exact.reserve(circles.size());
  S2CellIndex index;
  S2RegionCoverer::Options options;
  options.set_max_cells(8);
  S2RegionCoverer coverer(options);
  for (const auto& circle : circles) {
    const S2Point center = PointAt(circle.latitude, circle.longitude);
    const double chord = circle.radius * (1 - circle.radius * circle.radius / (24 * 6367000.0 * 6367000.0));
    const S2Cap cap(center, S1Angle::Radians(circle.radius / kLeastRadius * (1 + 1e-9)));
    index.Add(coverer.GetCovering(cap), static_cast<int32_t>(exact.size()));
    exact.push_back({OnEllipsoid(center), chord * chord});
  }
  index.Build();
  Print("build_seconds", CpuSeconds() - before);
  Print("bytes_per_fence", static_cast<double>(HeapBytes() - heap_before) / static_cast<double>(circles.size()));

  Found found;
  const auto look_up = [&](size_t number) {
    const S2Point normal = PointAt(fixes[number].latitude, fixes[number].longitude);
    const S2Point here = OnEllipsoid(normal);
    S2CellIndex::RangeIterator range(&index);
    range.Seek(S2CellId(normal));
    S2CellIndex::ContentsIterator contents(&index);
    for (contents.StartUnion(range); !contents.done(); contents.Next()) {
      const auto& one = exact[static_cast<size_t>(contents.label())];
      if ((one.middle - here).Norm2() <= one.limit) {
        found.emplace_back(number + 1, static_cast<size_t>(contents.label()) + 1);
      }
    }
  };
  const double seconds = MedianSeconds([&] {
    found.clear();
    for (size_t number = 0; number < fixes.size(); ++number) look_up(number);
  });
  Print("lookup_microseconds", seconds / static_cast<double>(fixes.size()) * 1e6);
  Write(directory, found);

  S2PointIndex<int32_t> centers;
  for (size_t i = 0; i < circles.size(); ++i) {
    centers.Add(PointAt(circles[i].latitude, circles[i].longitude), static_cast<int32_t>(i));
  }
  S2ClosestPointQuery<int32_t> query(&centers);
  query.mutable_options()->set_max_results(5);
  query.mutable_options()->set_max_distance(S1Angle::Radians(5000 / kLeastRadius));
  const size_t few = std::min<size_t>(fixes.size(), 20000);
  size_t count = 0;
  const double nearest = MedianSeconds([&] {
    for (size_t number = 0; number < few; ++number) {
      S2ClosestPointQuery<int32_t>::PointTarget target(PointAt(fixes[number].latitude, fixes[number].longitude));
      count += query.FindClosestPoints(&target).size();
    }
  });
  Print("nearest_microseconds", nearest / static_cast<double>(few) * 1e6);
  Print("nearest_found", static_cast<double>(count) / kPasses);
}

void Polygons(const std::string& directory) {
  const auto fixes = ReadFixes(directory);
  std::vector<std::string> texts;
  std::ifstream file(directory + "/fences.tsv");
  for (std::string line; std::getline(file, line);) texts.push_back(line.substr(line.find('\t') + 1));

  const size_t heap_before = HeapBytes();
  const double before = CpuSeconds();
  MutableS2ShapeIndex index;
  for (const auto& text : texts) index.Add(std::make_unique<S2LaxPolygonShape>(*PolygonOf(text)));
  index.ForceBuild();
  Print("build_seconds", CpuSeconds() - before);
  Print("bytes_per_fence", static_cast<double>(HeapBytes() - heap_before) / static_cast<double>(texts.size()));

  Found found;
  auto query = MakeS2ContainsPointQuery(&index);
  const double seconds = MedianSeconds([&] {
    found.clear();
    for (size_t number = 0; number < fixes.size(); ++number) {
      query.VisitContainingShapes(PointAt(fixes[number].latitude, fixes[number].longitude), [&](S2Shape* shape) {
        found.emplace_back(number + 1, static_cast<size_t>(shape->id()) + 1);
        return true;
      });
    }
  });
  Print("lookup_microseconds", seconds / static_cast<double>(fixes.size()) * 1e6);
  Write(directory, found);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string kind = count == 3 ? arguments[1] : "";
  if (kind == "circles") {
    Circles(arguments[2]);
  } else if (kind == "polygons") {
    Polygons(arguments[2]);
  } else {
    std::cerr << "usage: s2 circles|polygons DIRECTORY\n";
    return 64;
  }
}
