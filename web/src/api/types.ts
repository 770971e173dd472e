import type { paths } from './schema.ts'

type Json<Call> = Call extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type SearchParams = paths['/search']['get']['parameters']['query']
export type SearchAnswer = Json<paths['/search']['get']>
export type Group = NonNullable<SearchAnswer['groups']>[number]
export type Moment = Group['moments'][number]

export type VideoList = Json<paths['/videos']['get']>
export type ListParams = NonNullable<paths['/videos']['get']['parameters']['query']>
export type Video = Json<paths['/videos/{id}']['get']>
export type VideoStatus = Video['status']
export type Cause = NonNullable<VideoStatus['error']>
export type Storyboard = NonNullable<Video['storyboard']>

export type Transcript = Json<paths['/videos/{id}/transcript']['get']>
export type Segment = Transcript['segments'][number]

export type Stats = Json<paths['/stats']['get']>
export type System = Json<paths['/system']['get']>
