// Memory of large tensors. glibc would map and unmap a feature map at every operation, and the kernel fault in and zero each of its pages
// anew; kept on the heap instead, blocks of ever other sizes would tear it into holes. So: blocks of their own, in huge pages, a bounded
// number of which is kept after use.
#include "systemtorch.h"

#include <ATen/core/Tensor.h>
#include <torch/version.h>

// Later versions changed the allocator's interface; they keep their own allocator.
#if defined(__linux__) && TORCH_VERSION_MAJOR < 2

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <sys/mman.h>

#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

namespace {

constexpr size_t HugePage = size_t{2} << 20;
constexpr size_t Large = size_t{1} << 20;       // smaller blocks are malloc's business
constexpr size_t MostKept = size_t{512} << 20;  // of memory that no tensor uses

class BlockCache {
public:
    void* Take(size_t bytes)
    {
        const size_t size = (bytes + HugePage - 1) / HugePage * HugePage;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            auto found = bySize_.lower_bound(size);
            // A block that is much too large would waste what it is larger.
            if (found != bySize_.end() && found->first <= size + size / 8) {
                void* block = *found->second;
                kept_ -= found->first;
                sizes_[block] = found->first;
                order_.erase(found->second);
                bySize_.erase(found);
                return block;
            }
        }
        void* block = Map(size);
        if (block == nullptr) {
            Clear();
            block = Map(size);
            TORCH_CHECK_WITH(OutOfMemoryError, block != nullptr, "not enough memory: tried to allocate ", bytes, " bytes.");
        }
        std::lock_guard<std::mutex> lock(mutex_);
        sizes_[block] = size;
        return block;
    }

    // False for a block that is not ours.
    bool Return(void* block)
    {
        std::lock_guard<std::mutex> lock(mutex_);
        auto found = sizes_.find(block);
        if (found == sizes_.end())
            return false;
        const size_t size = found->second;
        sizes_.erase(found);
        order_.push_back(block);
        bySize_.emplace(size, std::prev(order_.end()));
        kept_ += size;
        while (kept_ > MostKept)
            DropOldest();
        return true;
    }

private:
    // Aligned, so that huge pages fit from the first byte on.
    static void* Map(size_t size)
    {
        void* start = mmap(nullptr, size + HugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (start == MAP_FAILED)
            return nullptr;
        const auto address = reinterpret_cast<uintptr_t>(start);
        const uintptr_t aligned = (address + HugePage - 1) / HugePage * HugePage;
        if (aligned > address)
            munmap(start, aligned - address);
        const size_t tail = address + HugePage - aligned;
        if (tail > 0)
            munmap(reinterpret_cast<void*>(aligned + size), tail);
        madvise(reinterpret_cast<void*>(aligned), size, MADV_HUGEPAGE);
        return reinterpret_cast<void*>(aligned);
    }

    void DropOldest()
    {
        void* block = order_.front();
        for (auto entry = bySize_.begin(); entry != bySize_.end(); ++entry) {
            if (*entry->second != block)
                continue;
            munmap(block, entry->first);
            kept_ -= entry->first;
            bySize_.erase(entry);
            break;
        }
        order_.pop_front();
    }

    void Clear()
    {
        std::lock_guard<std::mutex> lock(mutex_);
        while (!order_.empty())
            DropOldest();
    }

    std::mutex mutex_;
    std::unordered_map<void*, size_t> sizes_;                   // of blocks in use
    std::list<void*> order_;                                    // kept blocks, the oldest first
    std::multimap<size_t, std::list<void*>::iterator> bySize_;  // kept blocks
    size_t kept_ = 0;
};

// Never destroyed: tensors may outlive everything else of the process.
BlockCache& Cache()
{
    static auto* cache = new BlockCache;
    return *cache;
}

void Free(void* block)
{
    if (block != nullptr && !Cache().Return(block))
        c10::free_cpu(block);
}

class LargeBlockAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(size_t bytes) const override
    {
        void* block = bytes < Large ? c10::alloc_cpu(bytes) : Cache().Take(bytes);
        return {block, block, bytes < Large ? &c10::free_cpu : &Free, c10::Device(c10::DeviceType::CPU)};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &Free; }
};

} // namespace

void st_install_allocator()
{
    static LargeBlockAllocator allocator;
    // A default allocator has priority 0.
    c10::SetCPUAllocator(&allocator, 1);
}

#else

void st_install_allocator() {}

#endif
