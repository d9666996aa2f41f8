import { nameParts } from './symbols.ts';

/**
 * How much a function tells about a fault.
 *
 * - allocator: malloc and the like, which every allocation goes through. Tells nothing.
 * - entry: start-up code of programs and threads. Tells nothing.
 * - runtime: the language's own library. Tells little.
 * - wrapper: a library's own malloc. Tells which library it is, but not what the memory is for.
 * - app: everything else.
 */
export type FrameCategory = 'allocator' | 'entry' | 'runtime' | 'wrapper' | 'app';

/** Weight of a frame of each category in a match. */
export const categoryWeight: Readonly<Record<FrameCategory, number>> = {
  allocator: 0,
  entry: 0,
  runtime: 0.05,
  wrapper: 0.35,
  app: 1,
};

/** The category of a normalized symbol. */
export function categorize(symbol: string): FrameCategory {
  if (allocators.test(symbol)) return 'allocator';
  if (entries.test(symbol)) return 'entry';
  if (wrappers.test(symbol)) return 'wrapper';
  if (runtimes.test(symbol) || nameParts(symbol).length === 0) return 'runtime';
  return 'app';
}

const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'));

/**
 * Drawn up by hand from the allocation functions that pprof (allocRxStr of profile/legacy_profile.go, Apache-2.0), Valgrind's
 * --alloc-fns and heaptrack leave out, and from the samples in tests/reports.
 */
const allocators = anyOf(
  /^_*(?:m|c|re|rec|v|pv|x|kz?|kv|kvz|kmem_cache_|devm_kz?|zm)alloc(?:array|_array|_node|_usable_size|_conditional|_info|_trim)?$/,
  /^_*(?:posix_memalign|memalign|aligned_alloc|valloc|strn?dup|mmap(?:64)?|munmap|mremap|s?brk|sysmalloc|systrim|free|cfree|asprintf|vasprintf)$/,
  /^(?:int|_int|arena|tcache|do|cpp|tc|je|mi|nano|generic)_?(?:malloc|calloc|realloc|memalign|alloc|new|newarray|cpp_alloc)\w*$/,
  /^operator (?:new|delete)\b/,
  /^(?:__)?(?:malloc|heap|page) (?:allocation functions|allocation syscalls)/,
  /^(?:__gnu_cxx::new_allocator|std::(?:__new_allocator|allocator|allocator_traits|__detail::_Hashtable_alloc|_Vector_base|__cxx11::basic_string))::\w*(?:allocate|_M_create|_S_create)\w*$/,
  /^_?M_(?:allocate|create)\w*$|::_M_(?:allocate|create)(?:_node|_map|_and_copy|_buckets)?$/,
  /^__?rust_(?:re)?alloc(?:_zeroed)?$|^__rg_(?:re)?alloc$|^__rdl_(?:re)?alloc$/,
  /^alloc::alloc::|^<?alloc::alloc::Global|^alloc$|^(?:re)?alloc_impl$|^exchange_malloc$/,
  /^runtime\.(?:mallocgc|newobject|newarray|makeslice(?:copy)?|growslice|makemap\w*|makechan|rawbyteslice|rawstring\w*|persistentalloc\w*|sysMap|sysAlloc|sysReserve|\(?\*?mheap\)?\.\w+|mheap\.\w+|mcache\.\w+|mcentral\.\w+|systemstack|throw|fatal\w*)$/,
  /^(?:_?PyMem_\w+|_?PyObject_(?:Malloc|Calloc|Realloc)|pymalloc_alloc|arena_map_get|new_arena)$/,
  /^UnknownInlinedFun$|^\?\?\?*$|^\(?unknown\)?$|^0x[\da-f]+$|^_start$|^\[\w+\]$/,
  /^v8::internal::(?:Heap|Factory|FactoryBase|HeapAllocator|MemoryAllocator|PagedSpace\w*|NewSpace|Runtime_AllocateIn\w+|V8::FatalProcessOutOfMemory)\b/,
  /^node::(?:OOMErrorHandler|Abort|OnFatalError)|^v8::Utils::ReportOOMFailure/,
);

/** Start-up code of threads, processes and event loops, as various tools spell it. */
const entries = anyOf(
  /^_*(?:libc_start_main\w*|libc_start_call_main|main|start|clone[3]?|start_thread|_?pthread_start|thread_start|pthread_create\w*|p_thread_start|dl_\w+|do_init_module|call_init|init_thread|RtlUserThreadStart|BaseThreadInitThunk|invoke_main|NSThread\w*)$/,
  /^(?:runtime\.(?:main|goexit|mstart\w*|rt0_go|mcall|gopark|goparkunlock|schedule|park_m|doInit\w*|gcBgMarkWorker)|main\.main|testing\.tRunner)$/,
  /^std::(?:rt::|panicking::|panic::|thread::|sys::|sys_common::|backtrace::)|^(?:core::ops::function::Fn(?:Once|Mut)?)::/,
  /^std::(?:__invoke\w*|invoke|thread::|_?function|__function|_Function_handler|execute_native_thread_routine)|^execute_native_thread_routine$/,
  /^java\.lang\.(?:Thread(?:\.run\w*)?|reflect\.Method\.invoke)$|^java\.util\.concurrent\.(?:ThreadPoolExecutor|FutureTask|ForkJoin\w+|Executors|ScheduledThreadPoolExecutor)\b|^(?:jdk\.internal|sun)\.reflect\./,
  /^Module\._(?:compile|extensions|load)|^(?:node:)?internal\/|^process\.process(?:TicksAndRejections|Timers|Immediate)|^processTicksAndRejections$|^(?:run|execute)(?:UserEntry\w*|Main\w*)$|^\(?(?:root|program|anonymous|V8 API|garbage collector|BYTECODE\w*|EXTERNAL\w*|IDLE)\)?$/,
  /^<module>$|^(?:threading|runpy|_bootstrap\w*|asyncio\/(?:base_events|events|runners|tasks)|concurrent\/futures\/thread)(?:\.py)?\b|importlib/,
  /^tokio::runtime::|^tokio::(?:task|park)::|^rayon_core::/,
  /^(?:_?dispatch_(?:call|worker|client|lane|root|continuation)\w*|CFRunLoop\w*|__CFRUNLOOP\w*|-?NSApplication\w*|UIApplicationMain)$/,
);

/** A library's own malloc, or a container that every program uses. */
const wrappers = anyOf(
  /^(?:CRYPTO|OPENSSL)_(?:m|z|re|clear_re|secure_m|secure_z|aligned_)alloc\w*$|^CRYPTO_(?:strn?dup|memdup)$|^OPENSSL_(?:sk|LH|lh)_\w+$|^sk_\w*(?:new|push|insert|reserve)\w*$/,
  /^g_(?:try_)?(?:m|re)alloc\w*$|^g_(?:slice_\w+|new\w*|strn?dup|memdup\d?|array_\w+|hash_table_\w+)$/,
  /^xml(?:Malloc|Realloc|Strn?dup|MallocAtomic|MemStrdup)\w*$/,
  /^_?Py(?:Object_GC_(?:New|Alloc)\w*|Type_GenericAlloc|Dict_\w+|List_\w+|Tuple_\w+|Unicode_\w+|Bytes_\w+|Eval_\w+|Function_\w+|_?Vectorcall\w*)$|^_?PyObject_\w+$/,
  /^sqlite3(?:_?(?:m|re)alloc\w*|Db(?:M|Re)alloc\w*|DbStrN?Dup|MemMalloc|Malloc\w*)$/,
  /^(?:apr_p(?:alloc|calloc|strdup|ool_create\w*)|uv__(?:m|c|re)alloc|rd_(?:m|c|re)alloc|rd_strdup|ngx_(?:p?n?c?alloc|create_pool|palloc\w*)|zm?alloc\w*|zcalloc|palloc\w*|MemoryContextAlloc\w*|AllocSet\w+|je_\w+|ruby_x(?:m|c|re)alloc\w*|objspace_x\w+|rb_(?:ary|str|hash)_\w+|zend_\w*alloc\w*|_?e(?:m|c|re)alloc|lua\w_(?:re|m)alloc\w*|l_alloc|luaM_\w+|Curl_\w*(?:m|c|re)alloc|curl_dbg_\w*alloc|xcalloc|xmalloc|xrealloc|xstrdup|kmem_\w+|av_(?:m|re)alloc\w*|rte_\w*alloc\w*|p11_\w+)$/,
  /^__?alloc_skb$|^(?:__)?(?:get_free_pages?|alloc_pages\w*|kmalloc\w*|kmem_cache_alloc\w*|slab_\w+|allocate_slab|new_slab|___slab_alloc)$/,
);

/** Language libraries and generic code, by the beginning of the name. */
const runtimes = anyOf(
  /^(?:runtime|runtime\/\w+|bytes|bufio|io|io\/ioutil|strings|strconv|sync|sync\/atomic|net|net\/http\w*|net\/\w+|net\/http\/\w+|time(?!\.(?:After|NewTimer|NewTicker|Tick)$)|os|fmt|errors|reflect|sort|regexp\w*(?:\/\w+)?|encoding\/\w+|compress\/\w+|crypto\/\w+|crypto|context|log|math\w*(?:\/\w+)?|text\/\w+|html\/\w+|internal\/\w+|unicode\w*|container\/\w+|bytealg|maps|slices|hash\/\w+|mime\/\w+|database\/sql|go\/\w+|testing|syscall|vendor|type|go)\.[A-Z_a-z]/,
  /^(?:java|javax|sun|jdk|com\.sun|kotlin|kotlinx|scala|clojure|groovy\.lang)\.(?!util\.zip\.|io\.DeleteOnExitHook|io\.File\.deleteOnExit|lang\.(?:ClassLoader|ThreadLocal)\b)/,
  /^(?:std|core|alloc|__gnu_cxx|boost|absl|folly|fmt|__cxxabiv1|abi|hashbrown|futures_util|futures_core|futures|tokio|tower|tracing)::/,
  /^(?:System|Microsoft)\.(?!Maui|EntityFrameworkCore|AspNetCore)\w/,
  // Parts of the C++ library, which tools print without `std::` where they are inlined.
  /^(?:__(?:shared|allocate|uniq|gnu|compressed|hash|tree|vector|split|construct|uninitialized|invoke)\w*|_(?:Hash|Rb|Sp|M|S|Vector|Deque|List|Alloc)_?\w*|(?:shared|unique|weak)_ptr|(?:make|allocate)_(?:shared|unique)|(?:vector|basic_string|unordered_map|map|set|deque|list|pair|tuple|optional|variant)|push_back|emplace\w*|construct\w*|assign|operator.*)$/,
  /^(?:slice|array|tuple|fn|str|u8|usize|i32|u64)::|^(?:alloc|insert|push|grow|new|get|set|add|run|call|apply|resize|reserve|append|clone|drop|emplace|allocate|next|poll|read|write|init|create|open|close|send|recv|start|stop|handle|process|update|load|parse|copy|put|do|exec|invoke|fn|f|g|test|default|build|encode|decode|toString|value|object|string|closure|system|array|code)$/i,
  /^(?:Array|ArrayBuffer|Buffer|Object|String|Map|Set|Promise|Function|JSON|Uint8Array|RegExp|Date|EventEmitter|Symbol|Error|WeakMap|WeakRef|Number|Module|Generator|Proxy|Reflect|JSArrayBufferData|binary|GC|roots?|native_bind|emit|listOnTimeout|processTimers|onStreamRead)(?:\b|$)/,
  /^(?:v8|node|napi|icu_\d+)::/,
  /^(?:mem_cgroup_\w+|dump_stack\w*|dump_header|oom_kill_process|out_of_memory|try_charge\w*|(?:do_|__)?(?:handle_mm_fault|page_fault|user_addr_fault|anonymous_page|syscall_64|sys_\w+)|asm_exc_page_fault|exc_page_fault|entry_SYSCALL_64\w*|show_stack|ret_from_fork\w*|x64_sys_\w+|kthread|worker_thread|process_one_work|do_syscall_64|__x64_sys_\w+|__handle_mm_fault|do_anonymous_page|handle_mm_fault|filemap_fault|pagefault_out_of_memory)$/,
  /^(?:Vm[A-Z]\w+|Rss[A-Z]\w+|Pss\w*|(?:Private|Shared|Anon|Swap|Mem|Cached|Dirty)[A-Z_]\w+|go_(?:memstats|goroutines|gc|info|threads)\w*|process_\w+|container_(?:memory|cpu)_\w+|jvm_\w+|nodejs_\w+)$/,
  /^(?:\[.*\]|B|C|I|J|S|Z|D|F|byte|char|int|long|short|boolean|double|float)$/,
);
