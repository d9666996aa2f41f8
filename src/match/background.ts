import { noNames } from './libraries.ts';
import { symbolTerms } from './terms.ts';

/**
 * Functions of healthy programs, which count as common even if an incident has them too. Taken from the profiles of a
 * healthy Prometheus server (tests/reports/go); a test lists what is missing. Functions of a language's own library are in
 * categories.ts.
 */
const names = `
   github.com/asaskevich/govalidator.init
   github.com/aws/aws-sdk-go/aws/endpoints.init
   github.com/beorn7/perks/quantile.NewTargeted
   github.com/beorn7/perks/quantile.newStream
   github.com/go-openapi/strfmt.init
   github.com/julienschmidt/httprouter.Router.ServeHTTP
   github.com/mwitkow/go-conntrack.NewDialContextFunc
   github.com/mwitkow/go-conntrack.dialClientConnTracker
   github.com/oklog/run.Group.Run
   github.com/opencontainers/go-digest.init
   github.com/prometheus/client_golang/prometheus.MetricVec.GetMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.NewSummaryVec
   github.com/prometheus/client_golang/prometheus.SummaryVec.GetMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.SummaryVec.WithLabelValues
   github.com/prometheus/client_golang/prometheus.metricMap.getOrCreateMetricWithLabelValues
   github.com/prometheus/client_golang/prometheus.newSummary
   github.com/prometheus/client_golang/prometheus.summary.newStream
   github.com/prometheus/client_golang/prometheus/promhttp.HandlerForTransactional
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerCounter
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerDuration
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerInFlight
   github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerResponseSize
   github.com/prometheus/common/expfmt.MetricFamilyToText
   github.com/prometheus/common/expfmt.NewEncoder
   github.com/prometheus/common/expfmt.encoderCloser.Encode
   github.com/prometheus/common/route.Router.ServeHTTP
   github.com/prometheus/common/route.Router.handle
   github.com/prometheus/prometheus/promql.NewEngine
   github.com/prometheus/prometheus/scrape.newScrapePool
   github.com/prometheus/prometheus/scrape.scrapeLoop.run
   github.com/prometheus/prometheus/scrape.scrapeLoop.scrapeAndReport
   github.com/prometheus/prometheus/tsdb.Head.resetInMemoryState
   github.com/prometheus/prometheus/tsdb.NewHead
   github.com/prometheus/prometheus/tsdb.Open
   github.com/prometheus/prometheus/tsdb.newStripeSeries
   github.com/prometheus/prometheus/tsdb.open
   github.com/prometheus/prometheus/util/pool.Pool.Get
   github.com/prometheus/prometheus/web.setPathWithPrefix
   github.com/prometheus/prometheus/web.withStackTracer
   golang.org/x/net/trace.NewEventLog
   main.openDBWithMetrics
  `
  .split(/\s+/)
  .filter(Boolean);

/** The full names and tails of these functions, as terms. */
export const commonTerms: ReadonlySet<string> = new Set(
  names.flatMap((name) => symbolTerms(name, noNames)).filter((term) => /^(?:sym|tail):/.test(term)),
);

/** The background counts as this many incidents when the rarity of a term is computed. */
export const backgroundSize = 10;
