// hnswlib: build on some threads, then search on one and on two with each effort. Arguments: folder, dimension, threads, M,
// efConstruction, k, efforts... The folder holds vectors.f32, identities.i32 and probes.f32; prints a line for each figure and for each answer.
#include <hnswlib/hnswlib.h>
#include <signal.h>
#include <sys/prctl.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

static double seconds(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

template <typename T>
static std::vector<T> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<T> values(file.tellg() / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), values.size() * sizeof(T));
  return values;
}

struct Answer {
  std::vector<int> identities;
  float cosine = -1;
};

static Answer search(hnswlib::HierarchicalNSW<float>& index, const std::vector<int>& identities, const float* probe,
                     int effort, size_t k) {
  auto found = index.searchKnn(probe, effort);  // farthest first
  std::vector<std::pair<float, hnswlib::labeltype>> sorted(found.size());
  for (size_t i = sorted.size(); i > 0; i--) {
    sorted[i - 1] = found.top();
    found.pop();
  }
  Answer answer;
  for (auto& each : sorted) {
    int identity = identities[each.second];
    bool known = false;
    for (int other : answer.identities) known |= other == identity;
    if (known) continue;
    if (answer.identities.empty()) answer.cosine = 1 - each.first;
    answer.identities.push_back(identity);
    if (answer.identities.size() == k) break;
  }
  return answer;
}

int main(int argc, char** argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // ends when the benchmark is killed
  std::string folder = argv[1];
  int dimension = std::atoi(argv[2]);
  auto vectors = read<float>(folder + "/vectors.f32");
  auto identities = read<int>(folder + "/identities.i32");
  auto probes = read<float>(folder + "/probes.f32");
  size_t threads = std::atoi(argv[3]);
  size_t k = std::atoi(argv[6]);
  size_t count = probes.size() / dimension;
  auto start = Clock::now();
  hnswlib::InnerProductSpace space(dimension);
  hnswlib::HierarchicalNSW<float> index(&space, identities.size(), std::atoi(argv[4]), std::atoi(argv[5]));
  index.addPoint(vectors.data(), 0);  // the first has to be there before several threads add
  std::atomic<size_t> added{1};
  auto add = [&] {
    for (size_t i = added++; i < identities.size(); i = added++) index.addPoint(vectors.data() + i * dimension, i);
  };
  std::vector<std::thread> adding;
  for (size_t t = 0; t < threads; t++) adding.emplace_back(add);
  for (auto& each : adding) each.join();
  std::printf("build %f\n", seconds(start));
  for (int a = 7; a < argc; a++) {
    int effort = std::atoi(argv[a]);
    index.setEf(effort);
    for (size_t i = 0; i < count; i++) search(index, identities, probes.data() + i * dimension, effort, k);
    std::vector<Answer> answers(count);
    std::vector<double> millis(count);
    for (size_t i = 0; i < count; i++) {
      auto begin = Clock::now();
      answers[i] = search(index, identities, probes.data() + i * dimension, effort, k);
      millis[i] = seconds(begin) * 1e3;
    }
    std::atomic<size_t> next{0};
    auto begin = Clock::now();
    auto work = [&] {
      for (size_t i = next++; i < count; i = next++)
        search(index, identities, probes.data() + i * dimension, effort, k);
    };
    std::thread other(work);
    work();
    other.join();
    std::printf("effort %d %f\n", effort, count / seconds(begin));
    for (size_t i = 0; i < count; i++) {
      std::printf("answer %f %f", millis[i], answers[i].cosine);
      for (int identity : answers[i].identities) std::printf(" %d", identity);
      std::printf("\n");
    }
  }
}
