/**
 * Words, as word-forms.ts makes them, that reports have whatever program they are about: headers, units, functions of
 * languages and allocators. Those of at least four samples in tests/reports, without the names of sample programs and libraries.
 */
export const reportWords: ReadonlySet<string> = new Set(
  `
   abandon abort ac accept acceptconn accessor account action activ activeanon activefil ad add addciph address addresssanit
   adduniqu adj al align alloc allocatebucketsunsign allocateunsign allocatorchar allocatorvoid allocfn allow analyz anon
   anonhugepag anonym api app append appendchar applic ar archiv arena arg argc argument argv arrai arraybuff arraylist asan asm
   atoi attach attribut aux auxunsign avail averag avg back background backtrac bad base baseunsign basic basicstr basicstringchar
   basictyp bb bd begin below bi big biginteg bin bit bl blob block bnlshift bnnew bool boolean bootstrap bound box bp bu bucket
   bucketsunsign buf buffer bufmemgrow build builder buildergrow builtin byte bytebuff c++ ca cach call callinit callmain callmainh
   cap capac cart case cb cd cgroup chan char charact charargv charchar chartraitschar check children chunk cipher cipherfetch
   class classpath classpathfileload clean cleaner cleanup client clone close closur cmd code collect collector com command commit
   common compact compar compil compress concurr concurrenthashmapnod conf config configur confmodulesloadfileex conn connect const
   constant constantbool construct constructcharchar constructunsign consum consumpt contain context control copi copyright core
   count countedptrinplac counter cp cpp cpu creat createstorag createstorageunsign cs csg csl csu ctx ctxnewex ctxt cum current
   cxx cycl daemon data db dd de dealloc debian debug debugge deep deepcopi def default defaultrangedhash definit deflat delai desc
   descriptor descriptorexport descriptorrequir detail detaildefaultrangedhash detailhashtabletraitstru detailmodrangehash
   detailprimerehashpolici detect detector dev dict dictcreat dictlookup digest digestrequest direct dirti disabl div dl dlinit
   dlinitc doall doallarg doalloc doallocbuf doc docnodeeatnam domain doubl drop dump dup eat eatnam eb ec eden ee ei elaps elem
   element elf emf emplac empti enabl encod end entri env equal err errloadstringsconst error errsetmark et etc eval event ex
   except execut exhaust exit exithandl export extens extent extern extra extrab factori fail failur fals fast fatal fault fc fd
   fdbiginteg fe feed fetch field file filedoalloc filedoallocc fileex fileload filenam fileop fileopsc fileoverflow filepmdmap
   filexsputn fill final find finish first fit flag flat flush fmt fn forc forint forlet form format formnam forward
   forwarditeratortag frame free freed frozen fs full func function fv garbag gb gc gen gener genop genopsc getlin gi gib
   giiodoallocbuf giiofiledoalloc global gnu go goleak goroutin gpl graph group grow gt guard handl handleint handler handlerequest
   handlerhandleint hash hashbrown hashmap hashmapnod hashset hashtabl hashtabletraitstru head header heap heapb heapextrab
   heaptrack heaptre help hex histogram home http huge hugepag hugetlb i++ id idl immut impl implruntim import importlib inact
   inactiveanon inactivefil includ index indirect indirectli info init initc initi inlin inner innocu inplac input inputstream
   insert insertuniquenodeunsign instanc int integ integr integralconstantbool interceptor interceptormalloc intern internalc
   internalmathfdbiginteg internsetweakentri interv intrins inus inusespac invok invokelambdaformnam invokemembernam
   invokemethodhandl invokemethodtyp io iodoallocbuf iofiledoalloc ionewfileoverflow ionewfilexsputn item iter iteratortag jar java
   javalangbyt javalangclass javalanginteg javalanginvokemembernam javalanginvokemethodtyp javalanglong javalangmodul
   javalangobject javalangoutofmemoryerror javalangrefsoftrefer javalangshort javalangstr javalangthread javaneturi javautilhashmap
   javautilhashmapnod javautilhashset jdk jeprof job js julian jvm kb keep kei kernel kernelstack ki kib kill kind ksm label lambda
   lambdaformnam lang langbyt langclass langinteg langinvokelambdaformnam langinvokemembernam langinvokemethodhandl
   langinvokemethodtyp langlong langmodul langobject langoutofmemoryerror langrefsoftrefer langshort langstr langthread larg last
   lazi lazyfre ld leak leakcheck leaki leaksanit leakzst legaci len length let lh lhdoallarg lhinsert lhnew lib libc
   libcstartcallmain libcstartcallmainh libcstartmainimpl libexec libgcc libio libm libpthread librari libsanit libstdc++ libunwind
   libvex limit line linux linuxso list listen ll load loader loadfileex loadrow loadstringsconst local locat lock locknew log long
   lookup loop loss lost lshift lt mai main mainh mainhandlerequest mainimpl mainint mainmain mainsessionstoreput mainvoid make
   makectx makeshar malg malloc mallocatebucketsunsign mallocateunsign mallocnewnew manag map mapnod mappedlibrari mappendchar
   mapper mark mask massif massifoutfil math mathfdbiginteg max maxbyt maximum mb mcach mconstructcharchar mconstructunsign
   mcreatestorag mcreatestorageunsign md mdfetch mem member membernam memcheck memgrow memheapb memheapextrab memori memorybyt
   memoryerror memsallow memstacksb memstat messag metadata metaspac meth methnew method methodhandl methodtyp metric mi mib might
   min minsertuniquenodeunsign misc miscunsaf mm mmap mmutateunsign mod mode modrangehash modul moduleconfigur moduledescriptor
   moduledescriptorexport moduledescriptorrequir modulemoduledescriptor modulesloadfileex monitor mrehashauxunsign mrehashunsign ms
   mu mutat mutateunsign mutex name nameadd namedoal nativ net neturi new newdoc newdocnodeeatnam newex newfileoverflow
   newfilexsputn newnew newnspropeatnam newproc newreserv newunsign next nio node nodeeatnam nodei nodesetadduniqu nodesetcr
   nodeunsign non none nov now nptl nr ns nspropeatnam nt null num numa number numgc nv ny obj object objnameadd objnamedoal offset
   ofmemoryerror old omit onc onceslow onli oom oomkil oomscoreadj op open openconnect oper opt option order org os
   outofmemoryerror output outstr outstringfunc overflow overhead packag page paget pair panic panick par parent pars parser pass
   path pathfileload pathnodesetadduniqu pathnodesetcr paus pc peak percpu period pgtabl pgtablesbyt physic pid place platform
   pleas pmd pmdmap pointer poison polici pool possibl pprof prefix prepar prime primerehashpolici print printf printfc privat
   privateclean privatedirti privatehugetlb proc process processresidentmemorybyt profil project prop propeatnam properti protect
   pss pssdirti pte pthread pthreadonceslow ptr ptrinplac ptrstdallocatorvoid public purg push put py queue queuelock quit rand
   random rang rangedhash rangehash raw rb rc re reachabl read readi real realloc reason recent reclaim record ref refer referenc
   referencequeuelock reflect refreferencequeuelock refsoftrefer region regist rehash rehashauxunsign rehashpolici rehashunsign
   releas repeat report request requir rerun reserv reset resid residentmemorybyt resiz resolv restart result resulttyp retain
   return ri root row rp rs rss rssanon rssfile rssshmem rt rtld run runexithandl runonc runtim runtimemain runtimemalg
   runtimesystemstack rust rw rwp rxp safe safepoint sampl sanit scaveng scope score scoreadj sd sec second secur segment self send
   sender server servic session sessiondata sessionstoreput set setadduniqu setcreat setmark setweakentri seward share sharedclean
   shareddirti sharedhugetlb sharedptr shmem shmempmdmap shop short show signal signatur size sk skdeepcopi skdup skinsert
   sknewreserv slab sleep slice slow small snapshot soft softrefer sourc sp space span spcountedptrinplac spec src srv st stack
   stacksb standard start startcallmain startcallmainh startintern startmainimpl stat state static statist statu std
   stdallocatorchar stdallocatorvoid stdchartraitschar stddetailmodrangehash stdforwarditeratortag stdintegralconstantbool stdio
   stdioh stdlib stdlibh stdmakeshar stdout stdvectorchar stl stop storag storageunsign store storeput str strdup stream string
   stringchar stringh stringsbuildergrow stringsconst stringsrepeat stringstr strndup struct success sum summari sun support
   suppress swap swapent swappss sweep switch sy symbol sync synchron sysdep system systemstack tabl tag take target task tcc
   temporari termin text tgid thi thp thread threadlocknew threadrunonc threshold throw tick tid time timestamp timeunit tmp
   toolchain top total totalalloc totalvm touch trace traceback tracer track trait traitschar traitstru tree true try tupl type uid
   underflow unevict uniqu uniquenodeunsign unistd unistdh unit unix unknown unload unord unreclaim unsaf unsign unwind updat uptim
   uri url urlclasspathfileload usag user usleep usr utc utf util utilhashmap utilhashmapnod utilhashset valgrind valu var vclock
   vdso vec vector vectorbas vectorbaseunsign vectorchar vectorunsign verifi verifysignatur version vex vfprintf vfprintfintern
   vfprintfinternalc vgpreload virtual vm vmrss void vsyscal vsz vvar vvarvclock wa wait warn watcher weak weakentri
   weakinternsetweakentri word worker wrapper write writeback writer www xp xpathnodesetadduniqu xpathnodesetcr xsputn ye young
   zalloc zero zst
  `
    .split(/\s+/)
    .filter(Boolean),
);
